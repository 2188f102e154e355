package dev.scout.loader.quality;

import dev.scout.StorableText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers for the names of columns, in the order in which they are met. Records of a file mostly have the same names in the same order, so
 * a name is first compared with the one that was met last time at its place. There is an end to how many are kept.
 */
final class ColumnIndex {

    /** Stands for a column that found no room. */
    static final int NO_ROOM = -1;

    static final int MOST_COLUMNS = 10_000;
    static final int LONGEST_NAME = 500;

    private final Map<String, Integer> columns = new HashMap<>();
    private String[] names = new String[16];
    /** Names as they are written, each with the number of its column: an escape makes another spelling of the same name. */
    private byte[][] spellings = new byte[64][];

    private int[] spelledColumns = new int[64];
    private int spelled;
    private int[] atPlace = new int[16];
    private boolean full;

    int size() {
        return columns.size();
    }

    String name(int column) {
        return names[column];
    }

    /** Whether there were more columns, or longer names, than are kept. */
    boolean isFull() {
        return full;
    }

    /** The number of a name, met now if not before. */
    int of(String spelled) {
        String name = Objects.requireNonNull(StorableText.text(spelled));
        Integer known = columns.get(name);
        if (known != null) {
            return known;
        }
        if (columns.size() == MOST_COLUMNS || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            full = true;
            return NO_ROOM;
        }
        int column = columns.size();
        names = column == names.length ? Arrays.copyOf(names, column * 2) : names;
        names[column] = name;
        columns.put(name, column);
        return column;
    }

    /**
     * The spelling of the name that begins at {@code from}, if it is the one that was met last at this place of a record.
     *
     * @param place of the member in its record, from 0
     */
    int expected(int place, byte[] json, int from, int to) {
        if (place >= atPlace.length || atPlace[place] == 0) {
            return NO_ROOM;
        }
        int slot = atPlace[place] - 1;
        byte[] spelling = spellings[slot];
        int end = from + spelling.length;
        boolean same = end < to && json[end] == '"' && Arrays.equals(json, from, end, spelling, 0, spelling.length);
        return same ? slot : NO_ROOM;
    }

    int lengthOf(int slot) {
        return spellings[slot].length;
    }

    int columnOf(int slot) {
        return spelledColumns[slot];
    }

    /** The number of the column whose name is written between the two indexes, and from now on expected at this place. */
    int find(int place, byte[] json, int from, int to) {
        int slot = slot(spellings, json, from, to);
        byte[] known = spellings[slot];
        if (known == null) {
            int column = of(JsonBytes.unescaped(json, from, to));
            if (column == NO_ROOM || spelled == 2 * MOST_COLUMNS) {
                return column;
            }
            spellings[slot] = Arrays.copyOfRange(json, from, to);
            spelledColumns[slot] = column;
            if (++spelled * 2 > spellings.length) {
                grow();
                slot = slot(spellings, json, from, to);
            }
        }
        if (place < MOST_COLUMNS) {
            atPlace =
                    place < atPlace.length ? atPlace : Arrays.copyOf(atPlace, Math.max(place + 1, atPlace.length * 2));
            atPlace[place] = slot + 1;
        }
        return spelledColumns[slot];
    }

    private void grow() {
        byte[][] larger = new byte[spellings.length * 2][];
        int[] itsColumns = new int[larger.length];
        for (int i = 0; i < spellings.length; i++) {
            byte[] spelling = spellings[i];
            if (spelling != null) {
                int slot = slot(larger, spelling, 0, spelling.length);
                larger[slot] = spelling;
                itsColumns[slot] = spelledColumns[i];
            }
        }
        spellings = larger;
        spelledColumns = itsColumns;
        Arrays.fill(atPlace, 0);
    }

    private static int slot(byte[][] table, byte[] json, int from, int to) {
        int mask = table.length - 1;
        int slot = (int) RecordHash.of(json, from, to, 0) & mask;
        byte[] there = table[slot];
        while (there != null && !Arrays.equals(json, from, to, there, 0, there.length)) {
            slot = slot + 1 & mask;
            there = table[slot];
        }
        return slot;
    }
}
