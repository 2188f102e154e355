package dev.scout.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** A Delta table that is written action by action under {@code tables/}; DuckDB writes its data files, of rows with an id and a note. */
final class WrittenTable {

    private static final String PROTOCOL = """
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}}
            """;
    private static final String METADATA = """
            {"metaData":{"id":"%s","format":{"provider":"parquet","options":{}},"schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[\
            {\\"name\\":\\"id\\",\\"type\\":\\"long\\",\\"nullable\\":true,\\"metadata\\":{}},\
            {\\"name\\":\\"%s\\",\\"type\\":\\"string\\",\\"nullable\\":true,\\"metadata\\":{}}]}",\
            "partitionColumns":[],"configuration":{"delta.enableDeletionVectors":"true"},"createdTime":1}}
            """;

    private final LoaderFixture at;
    private final String root;

    WrittenTable(LoaderFixture at, String name) {
        this.at = at;
        this.root = "tables/" + name;
    }

    String root() {
        return root;
    }

    /** Puts a data file with the ids from one to before another, 2,048 to a row group, and returns the action that adds it. */
    String add(String name, int from, int to) {
        byte[] content = parquet("select i as id, 'note ' || i as note from range(" + from + ", " + to + ") as t (i)");
        at.put(root + "/" + name, content);
        return action(name, content.length, "");
    }

    /** The action that adds a data file of which no one knows yet what is in it. */
    static String action(String name, long sizeBytes, String more) {
        return "{\"add\":{\"path\":\"" + name + "\",\"partitionValues\":{},\"size\":" + sizeBytes
                + ",\"modificationTime\":1700000000000,\"dataChange\":true" + more + "}}";
    }

    static String remove(String name) {
        return "{\"remove\":{\"path\":\"" + name + "\",\"deletionTimestamp\":1700000000001,\"dataChange\":true}}";
    }

    /** Puts the commit of a version, and returns its key; the first one also says what the table is. */
    String commit(long version, String... actions) {
        return commit(version, version == 0 ? PROTOCOL + columns("note") + "\n" : "", List.of(actions));
    }

    /** The action that calls the second column so. */
    String columns(String note) {
        return METADATA.formatted("7f0c5bd2-0000-4000-8000-00000000000a", note).strip();
    }

    private String commit(long version, String first, List<String> actions) {
        String key = root + "/_delta_log/" + String.format(Locale.ROOT, "%020d.json", version);
        at.put(key, first + String.join("\n", actions) + "\n");
        return key;
    }

    static byte[] parquet(String query) {
        try {
            Path file = Files.createTempDirectory("scout-delta-").resolve("file.parquet");
            try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duckDb.createStatement()) {
                statement.execute("copy (" + query + ") to '" + file + "' (format parquet, row_group_size 2048)");
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
