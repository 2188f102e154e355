package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParquetReaderTest {

    @Test
    void readsTheSamePeopleAsFromCsv() throws IOException {
        for (int i = 1; i <= 5; i++) {
            Path suite = SharedData.directory("conformance/kylo-userdata");
            RecordedSink parquet = RecordedSink.read(
                    "u.parquet", Files.readAllBytes(suite.resolve("parquet/userdata" + i + ".parquet")));
            RecordedSink csv =
                    RecordedSink.read("u.csv", Files.readAllBytes(suite.resolve("csv/userdata" + i + ".csv")));

            assertThat(parquet.refusals).isEmpty();
            assertThat(csv.refusals).isEmpty();
            assertThat(parquet.records).hasSize(1000);
            for (int row = 0; row < 1000; row++) {
                JsonNode left = RecordedSink.json(parquet.records.get(row));
                JsonNode right = RecordedSink.json(csv.records.get(row));
                // The CSV has the hour of the afternoon, the Parquet files that of the morning; the rest of the instant
                // is the same.
                assertThat(left.path("registration_dttm").asText())
                        .endsWith(right.path("registration_dttm").asText().substring(13));
                for (String column : List.of("id", "first_name", "last_name", "ip_address", "country", "title")) {
                    assertThat(left.path(column).asText("").trim())
                            .as("file %d, row %d, %s", i, row, column)
                            .isEqualTo(right.path(column).asText("").trim());
                }
            }
        }
    }

    /** Codecs that Scout does not have, and a dictionary page that is malformed, which the others forgive. */
    private static final Set<String> REFUSED = Set.of(
            "hadoop_lz4_compressed.parquet",
            "hadoop_lz4_compressed_larger.parquet",
            "non_hadoop_lz4_compressed.parquet",
            "large_string_map.brotli.parquet",
            "nation.dict-malformed.parquet");

    @Test
    void readsAsManyRowsAsOtherEngines() throws IOException {
        Path suite = SharedData.directory("conformance");
        int compared = 0;
        for (String line : Files.readAllLines(suite.resolve("EXPECTED/parquet-testing.tsv"))) {
            String[] fields = line.split("\t", -1);
            String name = fields[0].substring(fields[0].lastIndexOf('/') + 1);
            if (!fields[fields.length - 1].equals("both")) {
                continue;
            }
            RecordedSink read = RecordedSink.read(name, Files.readAllBytes(suite.resolve(fields[0])));
            if (REFUSED.contains(name)) {
                assertThat(read.rules()).as(name).containsExactly("corrupt_file");
                continue;
            }
            assertThat(read.refusals).as(name).isEmpty();
            assertThat(read.records).as(name).hasSize(Integer.parseInt(fields[6]));
            JsonValidator validator = new JsonValidator();
            for (String record : read.records) {
                byte[] json = record.getBytes(StandardCharsets.UTF_8);
                assertThat(validator.isValue(json, 0, json.length))
                        .as(name + ": " + record)
                        .isTrue();
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(50);
    }
}
