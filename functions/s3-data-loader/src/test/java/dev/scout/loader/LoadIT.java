package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadIT {

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
    void loadsEveryRecordOfAnNdjsonFile() {
        String key = LoaderFixture.DROP + "region=NCR/pos.ndjson";

        JsonNode outcome =
                at.land(key, "{\"id\":\"1\",\"peso_value\":12.50}\n{ \"id\" : \"2\" }\r\n\n{\"id\":\"a\\\\b\\tc\"}");

        assertThat(outcome.path("status").asText()).isEqualTo("loaded");
        assertThat(at.records(key))
                .containsExactly(
                        "{\"id\":\"1\",\"peso_value\":12.50}", "{ \"id\" : \"2\" }", "{\"id\":\"a\\\\b\\tc\"}");
        assertThat(at.column(
                        "select _source_row || '/' || _source_line from scout.bronze_transactions where _source_file = '"
                                + key + "' order by _raw_id"))
                .containsExactly("1/1", "2/2", "3/4");
        assertThat(at.ledger(key))
                .containsEntry("status", "loaded")
                .containsEntry("rows_loaded", "3")
                .containsEntry("pipeline_name", "daily_transaction_load")
                .containsEntry("partition_values", "{\"dt\": \"2024-01-15\", \"region\": \"NCR\"}");
    }
}
