package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Borders;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;

/** Where a file can be cut: between any two rows. A place's measure is the bytes of the row groups before it, in proportion. */
record Cuts(Footer footer) {

    private static final long SLICE_BYTES = 16L * 1024 * 1024;

    /** The place before a row of a row group. */
    static Place place(RowGroup group, long bytesBefore, long row) {
        long within = group.rows() == 0 ? 0 : (long) ((double) group.length() * row / group.rows());
        return new Place(group.firstRow() + row, RecordSink.NO_LINE, bytesBefore + within);
    }

    /** Tells of the places behind one. */
    void tell(Place from, Borders borders) {
        long before = 0;
        for (RowGroup group : footer.rowGroups()) {
            long slices = Math.max(1, Math.min(group.rows(), group.length() / SLICE_BYTES));
            for (long i = 1; i <= slices; i++) {
                Place place = place(group, before, group.rows() * i / slices);
                if (place.records() > from.records() && !borders.border(place)) {
                    return;
                }
            }
            before += group.length();
        }
    }
}
