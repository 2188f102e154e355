package dev.scout.loader.delta;

import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import org.roaringbitmap.RoaringBitmap;

/** Lets the rows of a data file through that are not deleted, with their numbers among all records of the version. */
final class LiveRows implements RecordSink {

    private final RecordSink sink;
    private final String key;
    private final long before;
    private final RoaringBitmap deleted;
    private final int no;
    private final long rows;
    private boolean stopped;

    /** For a file that is read as a whole. */
    LiveRows(RecordSink sink, String key, long before, RoaringBitmap deleted) {
        this(sink, key, before, deleted, 0, 0);
    }

    /** For one that may be cut at its borders. */
    LiveRows(RecordSink sink, CountedFile file) {
        this(sink, file.file().key(), file.firstRow(), file.deleted(), file.no(), file.rows());
    }

    private LiveRows(RecordSink sink, String key, long before, RoaringBitmap deleted, int no, long rows) {
        this.sink = sink;
        this.key = key;
        this.before = before;
        this.deleted = deleted;
        this.no = no;
        this.rows = rows;
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        if (!isDeleted(number)) {
            sink.accept(before + number, line, json, from, to);
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        Long number = refusal.number();
        if (number == null) {
            sink.refuse(refusal.within("Data file " + key));
        } else if (!isDeleted(number)) {
            sink.refuse(refusal.within("Data file " + key).record(before + number, NO_LINE));
        }
    }

    /** The file's end is none: that is the border before the next file. */
    @Override
    public boolean border(Place place) {
        stopped = place.records() < rows && !sink.border(new Place(before + place.records(), NO_LINE, no));
        return !stopped;
    }

    /** Whether the sink wanted no more. */
    boolean isStopped() {
        return stopped;
    }

    private boolean isDeleted(long number) {
        return number <= Integer.MAX_VALUE && deleted.contains((int) (number - 1));
    }
}
