package dev.scout.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A commit that adds a data file and removes another. */
record DeltaScenario(String name, ParquetFile kept, ParquetFile removed, ParquetFile added) implements CrashScenario {

    private static final String PROTOCOL = """
            {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
            """;
    private static final String METADATA = """
            {"metaData":{"id":"%s","format":{"provider":"parquet","options":{}},"schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[\
            {\\"name\\":\\"n\\",\\"type\\":\\"integer\\",\\"nullable\\":true,\\"metadata\\":{}},\
            {\\"name\\":\\"name\\",\\"type\\":\\"string\\",\\"nullable\\":true,\\"metadata\\":{}}]}",\
            "partitionColumns":[],"configuration":{},"createdTime":1700000000000}}
            """;

    @Override
    public Landed land(CrashLake lake, String prefix) throws SQLException, InterruptedException {
        lake.put(prefix + "kept.parquet", kept.content());
        lake.put(prefix + "removed.parquet", removed.content());
        String first = commit(
                lake,
                prefix,
                0,
                PROTOCOL + METADATA.formatted(UUID.randomUUID()) + add("kept", kept) + add("removed", removed));
        lake.load(first);
        String dataFile = lake.put(prefix + "added.parquet", added.content());
        lake.load(dataFile);
        long time = System.currentTimeMillis(); // No two commits are alike.
        String second = commit(lake, prefix, 1, remove("removed", time) + add("added", added));

        int gone = removed.records().size();
        List<String> records = new ArrayList<>(kept.records());
        records.addAll(added.records());
        return new Landed(
                List.of(second),
                () -> List.of(dataFile, second, first, second),
                new Outcome(
                        prefix,
                        records,
                        List.of(),
                        List.of(
                                List.of(
                                        "loaded",
                                        String.valueOf(kept.records().size() + gone),
                                        "0",
                                        String.valueOf(gone)),
                                List.of("skipped", "0", "0", "0"),
                                List.of("loaded", String.valueOf(added.records().size()), "0", "0"))));
    }

    private static String commit(CrashLake lake, String root, int version, String actions) {
        return lake.put(root + "_delta_log/%020d.json".formatted(version), actions.getBytes(UTF_8));
    }

    private static String add(String file, ParquetFile content) {
        return """
                {"add":{"path":"%s.parquet","partitionValues":{},"size":%d,"modificationTime":1700000000000,"dataChange":true}}
                """.formatted(file, content.content().length);
    }

    private static String remove(String file, long time) {
        return """
                {"remove":{"path":"%s.parquet","deletionTimestamp":%d,"dataChange":true}}
                """.formatted(file, time);
    }

    @Override
    public String toString() {
        return name;
    }
}
