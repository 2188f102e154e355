/** Landed objects in S3. */
@NullMarked
package dev.scout.loader.object;

import org.jspecify.annotations.NullMarked;
