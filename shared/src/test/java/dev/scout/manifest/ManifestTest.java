package dev.scout.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    /** Of the manifest below, by Python: json.dumps(sort_keys, separators, ensure_ascii=False) without the member, SHA-256. */
    private static final String HASH_BY_PYTHON = "c986d94123113bb53f3ffc9a98c33f82029299094a4d4ed6a6d26caeeb7ff723";

    private static final Manifest MANIFEST = Manifest.of(
            Instant.parse("2024-08-10T02:15:00.000999Z"),
            Map.of(
                    "gold/txn_daily",
                    new PublishedDataset(
                            "/scout/v1/gold/txn_daily/txn_daily_2024-08-10.csv",
                            "/scout/v1/gold/txn_daily/txn_daily_2024-08-10.parquet",
                            LocalDate.of(2024, 8, 10),
                            15_420,
                            "a".repeat(64),
                            2_048_576,
                            "b".repeat(64),
                            4_096,
                            "text/csv",
                            "1.0.0",
                            Instant.parse("2024-08-10T02:15:00Z"),
                            "Tägliche \"Umsätze\" €",
                            "daily",
                            List.of(new Column("date_key", "date", "Local business day.")))));

    @Test
    void statesTheHashThatAnotherLanguageComputes() {
        assertThat(MANIFEST.integrity().manifestSha256()).isEqualTo(HASH_BY_PYTHON);
    }

    @Test
    void readsBackWhatItWrites() {
        byte[] json = MANIFEST.toJson();
        assertThat(Manifest.parse(json)).isEqualTo(MANIFEST);
        assertThat(Manifest.parse(json).toJson()).isEqualTo(json);
    }

    @Test
    void writesTheFormOfTheContract() {
        assertThat(text(MANIFEST)).isEqualTo("""
                {
                  "generated_at": "2024-08-10T02:15:00.000Z",
                  "version": "1.0.0",
                  "total_datasets": 1,
                  "datasets": {
                    "gold/txn_daily": {
                      "latest_csv": "/scout/v1/gold/txn_daily/txn_daily_2024-08-10.csv",
                      "latest_parquet": "/scout/v1/gold/txn_daily/txn_daily_2024-08-10.parquet",
                      "date": "2024-08-10",
                      "row_count": 15420,
                      "sha256": "%s",
                      "size_bytes": 2048576,
                      "parquet_sha256": "%s",
                      "parquet_size_bytes": 4096,
                      "content_type": "text/csv",
                      "schema_version": "1.0.0",
                      "last_modified": "2024-08-10T02:15:00.000Z",
                      "description": "Tägliche \\"Umsätze\\" €",
                      "update_frequency": "daily",
                      "columns": [
                        {
                          "name": "date_key",
                          "type": "date",
                          "description": "Local business day."
                        }
                      ]
                    }
                  },
                  "integrity": {
                    "manifest_sha256": "%s",
                    "total_size_bytes": 2048576
                  }
                }
                """.formatted("a".repeat(64), "b".repeat(64), HASH_BY_PYTHON));
    }

    @Test
    void orderOfMembersAndWhitespaceDoNotMatter() {
        String reordered = text(MANIFEST)
                .replace("\"version\": \"1.0.0\",\n", "")
                .replaceFirst("\\{", "{ \"version\":\"1.0.0\",")
                .replace("\n", "\r\n");
        assertThat(Manifest.parse(reordered.getBytes(UTF_8))).isEqualTo(MANIFEST);
    }

    @Test
    void refusesAnUnknownMemberThatTheHashDoesNotCover() {
        String added = text(MANIFEST).replaceFirst("\\{", "{ \"comment\": \"added later\",");
        assertThat(Manifest.verify(added.getBytes(UTF_8))).isFalse();
    }

    @Test
    void toleratesAnUnknownMemberThatTheHashCovers() {
        String added = text(MANIFEST).replaceFirst("\\{", "{ \"a_new_member\": [1.50, true, null],");
        String rehashed = added.replace(HASH_BY_PYTHON, ManifestHash.of(added.getBytes(UTF_8)));
        assertThat(Manifest.parse(rehashed.getBytes(UTF_8)).datasets()).isEqualTo(MANIFEST.datasets());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            15420                  | 15421                    | SHA-256
            : 2048576              | : 2048575                | SHA-256
            "total_datasets": 1   | "total_datasets": 2     | total_datasets
            "row_count": 15420    | "row_count": -1         | row_count
            "row_count": 15420    | "row_count": 1.5        | row_count
            "row_count": 15420    | "row_count": "15420"    | row_count
            "/scout/v1/gold        | "scout/v1/gold           | path
            2024-08-10"            | 2024-08-32"              | 2024-08-32
            "aaaaaaaa              | "Aaaaaaaa                | lower-case hex
            "integrity"            | "integrity_of"           | integrity
            "version": "1.0.0"    | "version": 1            | version
            "version": "1.0.0"    | "generated_at": "1.0.0" | not valid JSON
            "columns": [          | "columns": [ {},        | name
            """)
    void refusesAnythingThatIsNotWhatWasPublished(String published, String tampered, String reason) {
        byte[] json = text(MANIFEST).replace(published, tampered).getBytes(UTF_8);
        assertThatThrownBy(() -> Manifest.parse(json))
                .isInstanceOfSatisfying(
                        ScoutException.class, e -> assertThat(e.code()).isEqualTo(Manifest.INVALID))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"''", "'{'", "'[]'", "null", "'{} {}'", "'\"x\"'", "'\u0000'"})
    void refusesWhatIsNoManifest(String json) {
        assertThat(Manifest.verify(String.valueOf(json).getBytes(UTF_8))).isFalse();
    }

    @Test
    void refusesATruncatedManifest() {
        byte[] json = MANIFEST.toJson();
        assertThat(Manifest.verify(java.util.Arrays.copyOf(json, json.length / 2)))
                .isFalse();
    }

    @Test
    void namesItsKeys() {
        assertThat(Manifest.LATEST_KEY).isEqualTo("scout/v1/manifests/latest.json");
        assertThat(Manifest.keyOf(LocalDate.of(2024, 8, 10))).isEqualTo("scout/v1/manifests/manifest_2024-08-10.json");
        assertThat(MANIFEST.datasets().get("gold/txn_daily"))
                .extracting(PublishedDataset::csvKey)
                .isEqualTo("scout/v1/gold/txn_daily/txn_daily_2024-08-10.csv");
    }

    private static String text(Manifest manifest) {
        return new String(manifest.toJson(), UTF_8);
    }
}
