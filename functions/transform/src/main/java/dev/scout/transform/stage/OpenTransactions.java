package dev.scout.transform.stage;

import dev.scout.transform.canonical.Canonicalizer.LineItem;
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
    private static final long MOST_BYTES = 16_000_000;

    private static final byte[] FIRST = {'['};
    private static final byte[] NEXT = {','};
    private static final byte[] END = {']'};

    private final Map<String, Open> byId = new LinkedHashMap<>(64, 0.75f, true);
    private final Output output;
    private long bytes;
    private boolean fragmented;

    OpenTransactions(Output output) {
        this.output = output;
    }

    /** Adds a row to its transaction: it completes what is known of it, and its record goes to the payload. */
    void add(String id, LineItem item, long seq, long sourceRow, UUID bronzeId, byte[] json) throws SQLException {
        Open open = byId.get(id);
        if (open == null) {
            open = new Open(id, new Values(), seq, sourceRow, bronzeId, new ArrayList<>());
            byId.put(id, open);
        }
        item.complete(open.fields);
        open.payload.add(open.payload.isEmpty() ? FIRST : NEXT);
        open.payload.add(json);
        bytes += json.length + 1;
        while (byId.size() > MOST_TRANSACTIONS || bytes > MOST_BYTES) {
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
        for (byte[] piece : open.payload) {
            bytes -= piece.length;
        }
        open.payload.add(END);
        output.write(open, fragmented);
    }

    /**
     * A transaction as far as it is known.
     *
     * @param payload the pieces of a JSON array of its rows, in UTF-8
     */
    record Open(String id, Values fields, long seq, long sourceRow, UUID bronzeId, List<byte[]> payload) {}

    /** Takes transactions, which may be fragments. */
    @FunctionalInterface
    interface Output {
        void write(Open transaction, boolean maybeFragment) throws SQLException;
    }
}
