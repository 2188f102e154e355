/** Parquet files as records. */
@NullMarked
package dev.scout.loader.source.parquet;

import org.jspecify.annotations.NullMarked;
