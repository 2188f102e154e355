package dev.scout.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A content of NDJSON.
 *
 * @param records the lines that are records
 * @param broken the others
 */
record CrashContent(List<String> records, List<String> broken, String text) {

    private static final int BROKEN_EACH = 40;
    private static final String NOISE = "The quick brown fox jumps over the lazy dog. ".repeat(10);

    /** @param number what its records bear */
    static CrashContent of(int number, int lines) {
        List<String> records = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            boolean isBroken = i % BROKEN_EACH == 7;
            String line =
                    "{\"id\":\"%d-%d\",\"n\":%d,\"note\":\"%s\"".formatted(number, i, i, NOISE) + (isBroken ? "" : "}");
            (isBroken ? broken : records).add(line);
            text.append(line).append('\n');
        }
        return new CrashContent(records, broken, text.toString());
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As the ledger has it. */
    List<String> ledger() {
        return List.of("partial", String.valueOf(records.size()), String.valueOf(broken.size()), "0");
    }
}
