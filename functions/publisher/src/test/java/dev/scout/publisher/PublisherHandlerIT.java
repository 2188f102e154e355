package dev.scout.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The function as it is put together, on the events of infra/sam/events. */
@QuarkusTest
@QuarkusTestResource(LocalPlatform.class)
class PublisherHandlerIT {

    @Inject
    @Named("publisher")
    PublisherHandler handler;

    @Inject
    DataSource dataSource;

    @Inject
    S3Client s3;

    @Test
    void aScheduledEventPublishesEverything() throws Exception {
        JsonNode answer = invoke(event("publisher-scheduled.json"));

        assertThat(answer.path("status").textValue()).isIn("published", "unchanged");
        assertThat(answer.path("total_datasets").intValue()).isEqualTo(9);
        assertThat(answer.path("datasets")
                        .path("gold/txn_daily")
                        .path("latest_csv")
                        .textValue())
                .startsWith("/scout/v1/gold/txn_daily/txn_daily_");
        assertThat(invoke(event("publisher-scheduled.json")).path("status").textValue())
                .isEqualTo("unchanged");
        assertThat(lastRun()).startsWith("datasets publisher succeeded 0 null");
    }

    @Test
    void aDirectEventNamesDatasets() throws Exception {
        JsonNode answer = invoke(event("publisher-direct.json"));

        assertThat(answer.path("datasets").has("gold/product_mix")).isTrue();
    }

    @Test
    void anEventThatAsksForNonsenseIsRefusedWithASentence() throws Exception {
        assertThatThrownBy(() -> invoke("{\"date\": \"yesterday\"}"))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("\"date\" is a day");
        assertThat(lastRun()).startsWith("datasets publisher failed null The event can't be understood");
    }

    @Test
    void theClientIsThePatientOne() {
        assertThat(s3.serviceClientConfiguration()
                        .overrideConfiguration()
                        .retryStrategy()
                        .orElseThrow()
                        .maxAttempts())
                .isEqualTo(8);
    }

    private JsonNode invoke(String event) throws IOException {
        return handler.publish(new ByteArrayInputStream(event.getBytes(UTF_8)));
    }

    private static String event(String name) throws IOException {
        return Files.readString(Path.of(System.getProperty("scout.root"), "infra", "sam", "events", name));
    }

    private String lastRun() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select layer || ' ' || pipeline_name || ' ' || status || ' ' || coalesce(records_processed::text, 'null') || ' ' "
                                + "|| coalesce(error_message, 'null') from scout.etl_monitoring order by started_at desc limit 1")) {
            row.next();
            return row.getString(1);
        }
    }
}
