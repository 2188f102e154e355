package dev.scout.loader.delta;

import org.roaringbitmap.RoaringBitmap;

/**
 * A data file whose records were handed over.
 *
 * @param firstRow how many records stand before its first row
 * @param rows how many it has, deleted ones too
 * @param deleted which of them are deleted, from 0
 */
record LoadedFile(DataFile file, long firstRow, long rows, RoaringBitmap deleted) {}
