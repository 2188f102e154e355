package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadHistoryIT {

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void tellsOfALoadWhatOtherLoadersTell() {
        String key = LoaderFixture.DROP + "history.ndjson.gz";
        byte[] packed = LoaderFixture.gzip("{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.UTF_8));
        at.land(key, packed);

        assertThat(history(key))
                .containsEntry("bucket", LoaderFixture.BUCKET)
                .containsEntry("size_bytes", String.valueOf(packed.length))
                .containsEntry("pipeline_name", "daily_transaction_load")
                .containsEntry("target_table", "bronze_transactions")
                .containsEntry("format", "ndjson")
                .containsEntry("compression", "gzip")
                .containsEntry("status", "loaded")
                .containsEntry("state", "loaded")
                .containsEntry("rows_parsed", "2")
                .containsEntry("rows_loaded", "2")
                .containsEntry("rows_rejected", "0")
                .containsEntry("rows_retracted", "0")
                .containsEntry("attempts", "1")
                .containsEntry("first_error_rule", null)
                .containsEntry("parked_at", null)
                .hasEntrySatisfying("content_sha256", sum -> assertThat(sum).hasSize(64))
                .hasEntrySatisfying("etag", etag -> assertThat(etag).isNotBlank())
                .hasEntrySatisfying(
                        "duration_seconds", seconds -> assertThat(seconds).isNotNull())
                .hasEntrySatisfying("run_id", run -> assertThat(run).isNotNull());
    }

    @Test
    void saysWhereTheFirstErrorIs() {
        String key = LoaderFixture.DROP + "first-error.csv";
        at.land(key, "id,name\n1,a\n\"2\",\"b\",c\n3,d,e,f\n");

        assertThat(history(key))
                .containsEntry("state", "partial")
                .containsEntry("rows_parsed", "3")
                .containsEntry("rows_loaded", "1")
                .containsEntry("rows_rejected", "2")
                .containsEntry("compression", "none")
                .containsEntry("first_error_rule", "ragged_row")
                .containsEntry("first_error_row", "2")
                .containsEntry("first_error_line", "3")
                .containsEntry("first_error_byte", "12");
    }

    @Test
    void forgetsTheFirstErrorOnceTheFileIsLoaded() {
        String key = "fixed/first-error.csv";
        at.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, format) values ('fixed', 'fixed/**', 'parquet')");
        at.land(key, "id,name\n1,a\n");
        assertThat(history(key)).containsEntry("state", "rejected");
        assertThat(history(key).get("first_error_rule")).isNotNull();

        at.execute("update scout.etl_pipelines set format = 'csv' where pipeline_name = 'fixed'");
        at.load(key);

        assertThat(history(key)).containsEntry("state", "loaded").containsEntry("first_error_rule", null);
    }

    @Test
    void namesTheColumnOfTheFirstError() {
        String key = "ruled/first-error.ndjson";
        at.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, rules) values ('ruled', 'ruled/**', "
                        + "'[{\"name\": \"has_store\", \"column\": \"store_id\", \"required\": true}]')");
        at.land(key, "{\"store_id\":\"S\"}\n{\"id\":2}\n");

        assertThat(history(key))
                .containsEntry("state", "partial")
                .containsEntry("first_error_column", "store_id")
                .containsEntry("first_error_row", "2")
                .containsEntry("first_error_line", "2");
    }

    @Test
    void tellsParkedFilesApart() {
        at.execute("insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes, parked_at) values ('"
                + LoaderFixture.BUCKET + "', 'parked.csv', 'x', now(), 1, now())");

        assertThat(history("parked.csv")).containsEntry("status", "loading").containsEntry("state", "parked");
    }

    @Test
    void isOpenToTheRolesOfTheFunctions() throws SQLException {
        try (Connection connection = at.loaderSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from scout.load_history")) {
            assertThat(row.next()).isTrue();
        }
    }

    private static Map<String, @Nullable String> history(String key) {
        List<Map<String, @Nullable String>> rows =
                at.rows("select * from scout.load_history where key = '" + key + "'");
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }
}
