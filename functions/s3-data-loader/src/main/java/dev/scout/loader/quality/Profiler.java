package dev.scout.loader.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the profile of a file while its records pass. */
final class Profiler {

    private final ColumnIndex index;
    private final RecordScan scan;
    private final boolean typed;
    private final byte decimalPoint;
    private final DuplicateSketch duplicates = new DuplicateSketch();
    private long records;
    private long[] present = new long[64];
    private long[] nulls = new long[64];
    private int[] types = new int[64];
    private long[] rescued = new long[64];
    private int[] rescuedTypes = new int[64];
    /** In which record each column was met last, since a record may have a name twice. */
    private long[] metIn = new long[64];

    Profiler(ColumnIndex index, RecordScan scan, boolean typed, byte decimalPoint) {
        this.index = index;
        this.scan = scan;
        this.typed = typed;
        this.decimalPoint = decimalPoint;
    }

    /** Takes the record that was scanned last. */
    void take(byte[] json, int from, int to) {
        records++;
        duplicates.add(RecordHash.of(json, from, to, 0));
        reserve(index.size());
        for (int i = 0; i < scan.members(); i++) {
            int column = scan.column(i);
            if (column == ColumnIndex.NO_ROOM) {
                continue;
            }
            boolean again = metIn[column] == records;
            metIn[column] = records;
            present[column] += again ? 0 : 1;
            if (json[scan.begin(i)] == 'n') {
                nulls[column] += again ? 0 : 1;
            }
            if (scan.isMoved(i)) {
                rescued[column]++;
                rescuedTypes[column] |= scan.movedType(i);
            } else if ((types[column] & Types.TEXT) == 0 || json[scan.begin(i)] != '"') {
                types[column] |= type(json, i);
            }
        }
    }

    /** What the value of a member is; {@link Types#NONE} where it is null or blank. */
    int type(byte[] json, int member) {
        int begin = scan.begin(member);
        int end = scan.end(member);
        return switch (json[begin]) {
            case 'n' -> Types.NONE;
            case 't', 'f' -> Types.BOOLEAN;
            case '{' -> Types.OBJECT;
            case '[' -> Types.ARRAY;
            case '"' ->
                typed
                        ? TextType.ofTyped(json, begin + 1, end - 1)
                        : TextType.ofUntyped(json, begin + 1, end - 1, decimalPoint);
            default -> isInteger(json, begin, end) ? Types.INTEGER : Types.DECIMAL;
        };
    }

    long records() {
        return records;
    }

    FileProfile profile() {
        List<ColumnProfile> columns = new ArrayList<>();
        reserve(index.size());
        for (int i = 0; i < index.size(); i++) {
            if (present[i] > 0) {
                columns.add(
                        new ColumnProfile(index.name(i), present[i], nulls[i], types[i], rescuedTypes[i], rescued[i]));
            }
        }
        return new FileProfile(
                records,
                typed,
                List.copyOf(columns),
                index.isFull(),
                duplicates.sampled(),
                duplicates.repeated(),
                duplicates.told());
    }

    private void reserve(int size) {
        if (size > present.length) {
            int more = Math.max(size, present.length * 2);
            present = Arrays.copyOf(present, more);
            nulls = Arrays.copyOf(nulls, more);
            types = Arrays.copyOf(types, more);
            rescued = Arrays.copyOf(rescued, more);
            rescuedTypes = Arrays.copyOf(rescuedTypes, more);
            metIn = Arrays.copyOf(metIn, more);
        }
    }

    private static boolean isInteger(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = json[i];
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }
}
