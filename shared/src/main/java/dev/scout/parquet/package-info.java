/** Parquet without a Hadoop installation. */
@NullMarked
package dev.scout.parquet;

import org.jspecify.annotations.NullMarked;
