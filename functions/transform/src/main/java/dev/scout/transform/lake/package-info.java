/** The layers as Parquet files in the lake bucket. */
@NullMarked
package dev.scout.transform.lake;

import org.jspecify.annotations.NullMarked;
