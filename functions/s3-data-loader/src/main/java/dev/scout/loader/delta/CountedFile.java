package dev.scout.loader.delta;

import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Stretch;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A data file that is read by the parts of a version. A {@link Place} in the version has the file's number and how many records of the version
 * stand before it.
 *
 * @param no which of the files that are read, from 0
 * @param etag of the content whose rows were counted
 * @param firstRow how many records of the version stand before its first row
 * @param rows how many it has, deleted ones too
 * @param deleted which of them are deleted, from 0
 */
record CountedFile(int no, DataFile file, String etag, long firstRow, long rows, RoaringBitmap deleted) {

    /** Where it begins. */
    Place begin() {
        return new Place(firstRow, RecordSink.NO_LINE, no);
    }

    /** Where the next one begins. */
    Place end() {
        return new Place(firstRow + rows, RecordSink.NO_LINE, no + 1);
    }

    /** What a stretch of the version has of the file, as a stretch of the file. */
    Stretch within(Stretch stretch) {
        Place to = stretch.to();
        return new Stretch(
                within(stretch.from().at() == no ? stretch.from().records() : firstRow),
                to != null && to.at() == no ? within(to.records()) : null);
    }

    private Place within(long records) {
        return new Place(records - firstRow, RecordSink.NO_LINE, 0);
    }

    /** Whether a stretch of the version that reaches to this file ends before it. */
    boolean isBehind(@Nullable Place to) {
        return to != null && (to.at() < no || (to.at() == no && to.records() <= firstRow));
    }
}
