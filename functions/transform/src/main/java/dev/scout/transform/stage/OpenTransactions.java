package dev.scout.transform.stage;

import dev.scout.transform.canonical.Values;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Transactions of a line-item file that further rows may still belong to. They wait for the file's end as long as there is room; then the
 * one that was touched longest ago goes out as a fragment, and SQL puts the fragments together.
 */
final class OpenTransactions {

    private static final int MOST_TRANSACTIONS = 20_000;
    private static final long MOST_CHARACTERS = 16_000_000;

    private final Map<String, Open> byId = new LinkedHashMap<>(64, 0.75f, true);
    private final Output output;
    private long characters;
    private boolean fragmented;

    OpenTransactions(Output output) {
        this.output = output;
    }

    /** Adds a row to its transaction: its fields fill what is still unknown, its record goes to the payload. */
    void add(String id, Values fields, long seq, long sourceRow, UUID bronzeId, String json) throws SQLException {
        Open open = byId.get(id);
        if (open == null) {
            open = new Open(id, fields, seq, sourceRow, bronzeId, new ArrayList<>());
            byId.put(id, open);
        } else {
            open.fields.fillFrom(fields);
        }
        open.payload.add(open.payload.isEmpty() ? "[" : ",");
        open.payload.add(json);
        characters += json.length() + 1;
        while (byId.size() > MOST_TRANSACTIONS || characters > MOST_CHARACTERS) {
            fragmented = true;
            writeOldest();
        }
    }

    void writeAll() throws SQLException {
        while (!byId.isEmpty()) {
            writeOldest();
        }
    }

    private void writeOldest() throws SQLException {
        Iterator<Open> oldest = byId.values().iterator();
        Open open = oldest.next();
        oldest.remove();
        for (String piece : open.payload) {
            characters -= piece.length();
        }
        open.payload.add("]");
        output.write(open, fragmented);
    }

    /**
     * A transaction as far as it is known.
     *
     * @param payload the pieces of a JSON array of its rows
     */
    record Open(String id, Values fields, long seq, long sourceRow, UUID bronzeId, List<String> payload) {}

    /** Takes transactions, which may be fragments. */
    @FunctionalInterface
    interface Output {
        void write(Open transaction, boolean maybeFragment) throws SQLException;
    }
}
