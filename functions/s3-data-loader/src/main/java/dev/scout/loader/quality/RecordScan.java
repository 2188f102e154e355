package dev.scout.loader.quality;

import java.util.Arrays;

/** The top-level members of a record: one pass over its bytes, nothing made. */
final class RecordScan {

    private static final int NOT_MOVED = -1;

    private final ColumnIndex index;
    private int members;
    private int[] columns = new int[32];
    private int[] begins = new int[32];
    private int[] ends = new int[32];
    private int[] nameBegins = new int[32];
    private int[] movedTypes = new int[32];

    RecordScan(ColumnIndex index) {
        this.index = index;
    }

    /** Goes over a JSON object. */
    void read(byte[] json, int from, int to) {
        members = 0;
        int at = JsonBytes.behindBlanks(json, from, to) + 1;
        while (true) {
            at = JsonBytes.behindBlanks(json, at, to);
            if (json[at] == '}') {
                return;
            }
            if (json[at] == ',') {
                at = JsonBytes.behindBlanks(json, at + 1, to);
            }
            at = member(json, at, to);
        }
    }

    int members() {
        return members;
    }

    /** Number of the member's column, or {@link ColumnIndex#NO_ROOM}. */
    int column(int member) {
        return columns[member];
    }

    /** Where the member's name begins, at its quote. */
    int nameBegin(int member) {
        return nameBegins[member];
    }

    int begin(int member) {
        return begins[member];
    }

    int end(int member) {
        return ends[member];
    }

    /** Notes that a member is to leave its place, and what its value is. */
    void move(int member, int type) {
        movedTypes[member] = type;
    }

    boolean isMoved(int member) {
        return movedTypes[member] != NOT_MOVED;
    }

    int movedType(int member) {
        return movedTypes[member];
    }

    private int member(byte[] json, int quote, int to) {
        if (members == columns.length) {
            columns = Arrays.copyOf(columns, members * 2);
            begins = Arrays.copyOf(begins, members * 2);
            ends = Arrays.copyOf(ends, members * 2);
            nameBegins = Arrays.copyOf(nameBegins, members * 2);
            movedTypes = Arrays.copyOf(movedTypes, members * 2);
        }
        int slot = index.expected(members, json, quote + 1, to);
        int nameEnd;
        if (slot >= 0) {
            nameEnd = quote + 1 + index.lengthOf(slot);
            columns[members] = index.columnOf(slot);
        } else {
            nameEnd = JsonBytes.endOfString(json, quote + 1, to);
            columns[members] = index.find(members, json, quote + 1, nameEnd);
        }
        int colon = JsonBytes.behindBlanks(json, nameEnd + 1, to);
        int begin = JsonBytes.behindBlanks(json, colon + 1, to);
        int end = JsonBytes.behindValue(json, begin, to);
        nameBegins[members] = quote;
        movedTypes[members] = NOT_MOVED;
        begins[members] = begin;
        ends[members] = end;
        members++;
        return end;
    }
}
