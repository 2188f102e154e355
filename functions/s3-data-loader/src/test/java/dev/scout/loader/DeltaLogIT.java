package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.object.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as other writers leave them: laid out otherwise than one action a line, and with paths that are no URIs. */
class DeltaLogIT {

    private static DeltaFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new DeltaFixture();
    }

    @AfterAll
    static void stop() throws IOException {
        fixture.close();
    }

    @Test
    void readsACommitHoweverItsActionsAreLaidOut(@TempDir Path directory) throws Exception {
        table(
                directory,
                "a.parquet",
                protocol().toPrettyString() + "\n\n" + metadata() + " " + add("a.parquet") + "\r\n\n");
        assertThat(load(directory, "tables/laid-out")).containsExactly("loaded");
        assertThat(fixture.records("tables/laid-out")).containsExactly("{\"id\":1,\"at\":null}");
    }

    /** As delta-rs writes the folders of timestamps, and as paths with blanks and brackets are written by hand. */
    @Test
    void readsPathsThatAreNoUris(@TempDir Path directory) throws Exception {
        String path = "at=2024-01-31T09:30:00Z/part [1] ñ.parquet";
        table(
                directory,
                path,
                String.join(
                        "\n",
                        protocol().toString(),
                        metadata().toString(),
                        add(path).toString()));
        assertThat(load(directory, "tables/no-uris")).containsExactly("loaded");
        assertThat(fixture.count("tables/no-uris")).isEqualTo(1);
    }

    @Test
    void readsAbsolutePathsThatAreNoUris(@TempDir Path directory) throws Exception {
        String path = "at=2024-01-31T09:30:00Z/part [1] ñ.parquet";
        table(
                directory,
                path,
                String.join(
                        "\n",
                        protocol().toString(),
                        metadata().toString(),
                        add("s3a://" + LoaderFixture.BUCKET + "/tables/absolute/" + path)
                                .toString()));
        assertThat(load(directory, "tables/absolute")).containsExactly("loaded");
        assertThat(fixture.count("tables/absolute")).isEqualTo(1);
    }

    @Test
    void keepsRefusingACommitThatIsCutOff(@TempDir Path directory) throws Exception {
        String whole = String.join(
                "\n",
                protocol().toString(),
                metadata().toString(),
                add("a.parquet").toString());
        table(directory, "a.parquet", whole.substring(0, whole.length() - 10));
        assertThat(load(directory, "tables/cut-off")).containsExactly("rejected");
    }

    /** Each is read twice before it is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"no json at all", "[1]", "{\"add\":"})
    void leavesNoCommitOpenThatCanNotBeRead(String commit) {
        LoaderFixture at = fixture.loader;
        CountingS3 s3 = new CountingS3(at.store.client());
        Loader loader = new Loader(at.loaderSource(), new ObjectStore(s3.client()), LoaderFixture.BUCKET, 1024);
        String key = "tables/unreadable-" + commit.length() + "/_delta_log/00000000000000000000.json";
        at.put(key, commit);

        loader.answer(
                EventReader.read("{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + key + "\"}"),
                LoaderFixture.plentyOfTime());

        assertThat(at.ledger(key)).containsEntry("status", "rejected");
        assertThat(s3.bytes()).isPositive();
        assertThat(s3.open()).isZero();
    }

    private static List<String> load(Path directory, String root) throws IOException {
        return fixture.put(directory, root).stream().map(fixture::load).toList();
    }

    private static void table(Path directory, String file, String commit) throws Exception {
        Path data = directory.resolve(file);
        Files.createDirectories(data.getParent());
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("copy (select 1::bigint as id) to '" + data + "' (format parquet)");
        }
        Path log = Files.createDirectories(directory.resolve("_delta_log")).resolve("00000000000000000000.json");
        Files.writeString(log, commit, StandardCharsets.UTF_8);
    }

    private static ObjectNode protocol() {
        ObjectNode action = JsonNodeFactory.instance.objectNode();
        action.putObject("protocol").put("minReaderVersion", 1).put("minWriterVersion", 2);
        return action;
    }

    private static ObjectNode metadata() {
        ObjectNode action = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = action.putObject("metaData").put("id", "a-table");
        metadata.putObject("format").put("provider", "parquet").putObject("options");
        metadata.put(
                "schemaString",
                "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
                        + "{\"name\":\"at\",\"type\":\"timestamp\",\"nullable\":true,\"metadata\":{}}]}");
        metadata.putArray("partitionColumns");
        metadata.putObject("configuration");
        return action;
    }

    private static ObjectNode add(String path) {
        ObjectNode action = JsonNodeFactory.instance.objectNode();
        action.putObject("add")
                .put("path", path)
                .put("size", 0)
                .put("modificationTime", 1_700_000_000_000L)
                .put("dataChange", true)
                .putObject("partitionValues");
        return action;
    }
}
