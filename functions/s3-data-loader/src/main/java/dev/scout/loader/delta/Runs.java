package dev.scout.loader.delta;

import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Rows that stand side by side. */
final class Runs {

    private Runs() {}

    /**
     * The runs of some rows.
     *
     * @param rows from 0
     * @param first the number of row 0
     */
    static List<Run> of(RoaringBitmap rows, long first) {
        List<Run> runs = new ArrayList<>();
        long begin = -1;
        long end = -2;
        for (PeekableIntIterator row = rows.getIntIterator(); row.hasNext(); ) {
            long next = Integer.toUnsignedLong(row.next());
            if (next != end + 1) {
                if (begin >= 0) {
                    runs.add(new Run(first + begin, first + end));
                }
                begin = next;
            }
            end = next;
        }
        if (begin >= 0) {
            runs.add(new Run(first + begin, first + end));
        }
        return runs;
    }

    /** Numbers of records, both ends included. */
    record Run(long first, long last) {}
}
