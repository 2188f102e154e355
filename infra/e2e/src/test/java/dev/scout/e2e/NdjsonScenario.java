package dev.scout.e2e;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A key's second content: in addition to the first or in its place, as a whole or in parts. */
record NdjsonScenario(String name, boolean replaces, int lines) implements CrashScenario {

    private static final int LINES_BEFORE = 50;

    @Override
    public Landed land(CrashLake lake, String prefix) throws SQLException, InterruptedException {
        String key = prefix + "sales.ndjson";
        CrashContent first = lake.newContent(LINES_BEFORE);
        CrashContent second = lake.newContent(lines);
        String firstEvent = lake.put(key, first.bytes());
        lake.load(firstEvent);
        String secondEvent = lake.put(key, second.bytes());

        Supplier<List<String>> late = () -> {
            List<String> again = new ArrayList<>(List.of(secondEvent, firstEvent, secondEvent));
            again.addAll(partsOf(lake, key));
            return again;
        };
        return new Landed(List.of(secondEvent), late, outcome(key, first, second));
    }

    private Outcome outcome(String key, CrashContent first, CrashContent second) {
        List<String> refused =
                Stream.concat(first.broken().stream(), second.broken().stream()).toList();
        if (replaces) {
            List<String> replaced = List.of(
                    "skipped",
                    first.ledger().get(1),
                    first.ledger().get(2),
                    first.ledger().get(1));
            return new Outcome(key, second.records(), refused, List.of(replaced, second.ledger()));
        }
        List<String> both = Stream.concat(first.records().stream(), second.records().stream())
                .toList();
        return new Outcome(key, both, refused, List.of(first.ledger(), second.ledger()));
    }

    /** The messages that there are, or have been, of parts of the newest content. */
    private static List<String> partsOf(CrashLake lake, String key) {
        try {
            return lake.column("""
                    select '{"part":{"file_id":' || file_id || ',"part_no":' || part_no || '}}'
                    from scout.ingest_parts join scout.ingest_files using (file_id)
                    where key = '%1$s'
                    union all
                    select '{"plan":{"file_id":' || max(file_id) || '}}' from scout.ingest_files where key = '%1$s'""".formatted(key));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
