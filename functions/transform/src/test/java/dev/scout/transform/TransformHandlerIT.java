package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it: configured by its environment, an event in, a summary out. */
@QuarkusTest
@QuarkusTestResource(RunningDatabase.class)
final class TransformHandlerIT {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void answersWithASummary() throws IOException, InterruptedException {
        HttpResponse<String> response = invoke("{\"stage\":\"silver\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = json.readTree(response.body());
        assertThat(answer.path("stage").asText()).isEqualTo("silver");
        assertThat(answer.path("files").asInt()).isZero();
        assertThat(answer.path("models").findValuesAsText("name"))
                .contains("silver_transactions", "silver_transaction_items", "dim_store", "dim_product");
        assertThat(answer.path("next").path("stage").asText()).isEqualTo("gold");
    }

    @Test
    void runsEveryStageForAnEmptyEvent() throws IOException, InterruptedException {
        JsonNode answer = json.readTree(invoke("{}").body());
        assertThat(answer.path("stages")).hasSize(3);
        assertThat(answer.has("next")).isFalse();
    }

    @Test
    void failsWithASentence() throws IOException, InterruptedException {
        HttpResponse<String> response = invoke("{\"stage\":\"diamond\"}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(json.readTree(response.body()).path("errorMessage").asText())
                .isEqualTo("There is no stage \"diamond\"; there are silver, gold, platinum.");
    }

    private static HttpResponse<String> invoke(String event) throws IOException, InterruptedException {
        int port = ConfigProvider.getConfig().getValue("quarkus.lambda.mock-event-server.test-port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/_lambda_"))
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
