package dev.scout.loader.source.parquet;

import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Sheet;
import dev.scout.loader.source.Stretch;

/**
 * Hands over the rows of a stretch. What is damaged is refused, and reading goes on behind it: at the next page where it is known which rows
 * that holds, else at the next row group.
 */
final class RowReader {

    private static final int ROWS_BETWEEN_BORDERS = 16 * 1024;

    /** Going on costs passing over what stands before; a row group with more damage than this is given up. */
    private static final int MOST_DAMAGE_IN_A_GROUP = 100;

    private final Footer footer;
    private final GroupReader groups;
    private final Sheet sheet;
    private final long from;
    private final long to;
    private final RecordSink sink;

    RowReader(Footer footer, GroupReader groups, Sheet sheet, Stretch stretch, RecordSink sink) {
        this.footer = footer;
        this.groups = groups;
        this.sheet = sheet;
        this.from = stretch.from().records();
        this.to = stretch.to() == null ? Long.MAX_VALUE : stretch.to().records();
        this.sink = sink;
    }

    void read() {
        long bytesBefore = 0;
        for (RowGroup group : footer.rowGroups()) {
            if (group.firstRow() >= to && group.rows() > 0) {
                return;
            }
            if (group.endRow() > from && !read(group, bytesBefore)) {
                return;
            }
            bytesBefore += group.length();
        }
        if (footer.statedRows() > footer.rows()) {
            sink.refuse(Refusal.of(
                    Refusal.CORRUPT_FILE,
                    "The Parquet file states " + footer.statedRows() + " rows, and its row groups have " + footer.rows()
                            + "."));
        }
    }

    /** Reads what the stretch has of a row group; false where reading ends. */
    private boolean read(RowGroup group, long bytesBefore) {
        long row = Math.max(0, from - group.firstRow());
        long end = Math.min(group.rows(), to - group.firstRow());
        int damages = 0;
        while (row < end) {
            long reached = row;
            try {
                groups.open(group, row);
                while (reached < end) {
                    groups.next();
                    sheet.handOver(group.firstRow() + reached + 1, sink);
                    reached++;
                    if (reached % ROWS_BETWEEN_BORDERS == 0
                            && reached < end
                            && !sink.border(Cuts.place(group, bytesBefore, reached))) {
                        return false;
                    }
                }
                if (end == group.rows()) {
                    groups.end();
                }
                row = end;
            } catch (DamageException e) {
                boolean goOn = e.nextRow() > reached && ++damages < MOST_DAMAGE_IN_A_GROUP;
                row = goOn ? Math.min(end, e.nextRow()) : end;
                refuse(e, group.firstRow() + reached + 1, group.firstRow() + row);
            }
        }
        return end < group.rows() || sink.border(Cuts.place(group, bytesBefore, group.rows()));
    }

    private void refuse(DamageException damage, long first, long last) {
        String what = first > last
                ? "What stands behind record " + last
                : first == last ? "Record " + first : "The records " + first + " to " + last;
        sink.refuse(damage.refusal(what));
    }
}
