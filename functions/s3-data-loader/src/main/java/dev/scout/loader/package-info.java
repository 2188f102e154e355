/** The s3-data-loader function: what arrives in S3 lands in the bronze tables, every record once. */
@NullMarked
package dev.scout.loader;

import org.jspecify.annotations.NullMarked;
