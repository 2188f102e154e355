package dev.scout.loader.source.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * One column of one row group.
 *
 * @param start where in the file its first page stands
 * @param length how many bytes it has, as far as the footer knows
 * @param values how many values, nulls among them
 */
record Chunk(CompressionCodecName codec, long start, long length, long values) {}
