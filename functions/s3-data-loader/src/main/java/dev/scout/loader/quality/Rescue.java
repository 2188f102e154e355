package dev.scout.loader.quality;

import dev.scout.loader.quality.KnownColumns.Known;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Moves what a record has beyond its pipeline's known columns into a member of its own, byte for byte. */
final class Rescue {

    static final String MEMBER = "_rescued_data";

    private static final byte[] BEGIN = ("\"" + MEMBER + "\":{").getBytes(StandardCharsets.UTF_8);
    private static final int UNKNOWN = -1;

    private final RecordScan scan;
    private final Profiler profiler;
    private final boolean typed;
    /** Of each column its known types; {@link #UNKNOWN} where it is not known. */
    private final int[] known;

    private byte[] record = new byte[4096];
    private int length;

    Rescue(KnownColumns columns, ColumnIndex index, RecordScan scan, Profiler profiler, boolean typed) {
        this.scan = scan;
        this.profiler = profiler;
        this.typed = typed;
        this.known = new int[index.size() + columns.columns().size()];
        Arrays.fill(known, UNKNOWN);
        for (Map.Entry<String, Known> column : columns.columns().entrySet()) {
            int number = index.of(column.getKey());
            if (number != ColumnIndex.NO_ROOM) {
                known[number] = column.getValue().types();
            }
        }
    }

    /** Looks at the record that was scanned last; true where something of it is to move. */
    boolean find(byte[] json) {
        boolean found = false;
        for (int i = 0; i < scan.members(); i++) {
            int column = scan.column(i);
            int types = column < 0 || column >= known.length ? UNKNOWN : known[column];
            if (types == Types.NONE) {
                continue;
            }
            if (types == UNKNOWN || json[scan.begin(i)] != 'n') {
                int type = profiler.type(json, i);
                if (types == UNKNOWN || Types.strange(type, types, typed) != Types.NONE) {
                    scan.move(i, type);
                    found = true;
                }
            }
        }
        return found;
    }

    /** Writes the record anew; the members that stay come first, as they were. */
    void rewrite(byte[] json) {
        length = 0;
        put((byte) '{');
        members(json, false);
        if (length > 1) {
            put((byte) ',');
        }
        put(BEGIN, 0, BEGIN.length);
        members(json, true);
        put((byte) '}');
        put((byte) '}');
    }

    byte[] record() {
        return record;
    }

    int length() {
        return length;
    }

    private void members(byte[] json, boolean moved) {
        boolean first = true;
        for (int i = 0; i < scan.members(); i++) {
            if (scan.isMoved(i) != moved) {
                continue;
            }
            if (!first) {
                put((byte) ',');
            }
            first = false;
            put(json, scan.nameBegin(i), scan.end(i));
        }
    }

    private void put(byte value) {
        reserve(1);
        record[length++] = value;
    }

    private void put(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, record, length, to - from);
        length += to - from;
    }

    private void reserve(int size) {
        if (size > record.length - length) {
            record = Arrays.copyOf(record, Math.max(record.length * 2, length + size));
        }
    }
}
