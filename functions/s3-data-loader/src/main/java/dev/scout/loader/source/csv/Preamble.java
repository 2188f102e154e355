package dev.scout.loader.source.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.ByteWindow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What stands before the table: counted, and kept for the ledger as far as it is small. */
final class Preamble {

    static final int MOST_BYTES = 4096;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private int lines;

    /** Passes so many lines. */
    void pass(ByteWindow window, int count, CsvScanner scanner) {
        while (lines < count && skipLine(window, scanner, true)) {
            lines++;
        }
    }

    void describe(ObjectNode description) {
        if (lines > 0) {
            description.put("skipped_lines", lines).put("preamble", text.toString(StandardCharsets.UTF_8));
        }
    }

    /** Passes a line, of any length; false where there is none. */
    static boolean skipLine(ByteWindow window, CsvScanner scanner) {
        return new Preamble().skipLine(window, scanner, false);
    }

    private boolean skipLine(ByteWindow window, CsvScanner scanner, boolean kept) {
        if (window.start >= window.limit && !window.more()) {
            return false;
        }
        while (window.start < window.limit || window.more()) {
            if (scanner.isRowEnd(window, 0)) {
                int length = scanner.lineEndLength(window, 0);
                keep(window, kept ? length : 0);
                window.start += length;
                return true;
            }
            keep(window, kept ? 1 : 0);
            window.start++;
        }
        return true;
    }

    private void keep(ByteWindow window, int count) {
        text.write(window.bytes, window.start, Math.min(count, MOST_BYTES - text.size()));
    }
}
