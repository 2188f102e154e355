package dev.scout.local.lambda;

import static dev.scout.local.lambda.TestFunction.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.template.Template.AsyncInvocation;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Invoke API, and what becomes of asynchronous invocations. */
final class InvocationsIT {

    private static final AsyncInvocation DESTINATIONS =
            new AsyncInvocation(2, Duration.ofHours(1), Optional.of("arn:success"), Optional.of("arn:failure"));

    private final BlockingQueue<String> destinations = new LinkedBlockingQueue<>();
    private final AsyncInvocations async = new AsyncInvocations(
            (arn, record) -> destinations.add(arn + " " + record),
            List.of(Duration.ofMillis(50), Duration.ofMillis(50)),
            Clock.systemUTC());

    private LambdaFunction function;
    private InvokeApi api;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        function = TestFunction.start(directory, Duration.ofSeconds(20), 1, DESTINATIONS);
        api = InvokeApi.start(
                0,
                name -> Optional.of(function)
                        .filter(f -> f.name().equals(name) || f.arn().equals(name)),
                async);
    }

    @AfterEach
    void stop() {
        api.close();
        function.close();
    }

    @Test
    void answersARequestAndWaitsForIt() throws Exception {
        HttpResponse<String> response = invoke("tested", "RequestResponse", "{'do':'answer','answer':{'a':1}}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"a\":1}");
        assertThat(response.headers().firstValue("X-Amz-Executed-Version")).contains("$LATEST");
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).isEmpty();
        assertThat(destinations).isEmpty();
    }

    @Test
    void findsAFunctionByItsArn() throws Exception {
        String arn = URLEncoder.encode(TestFunction.ARN, StandardCharsets.UTF_8);
        assertThat(invoke(arn, "RequestResponse", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void marksTheAnswerOfAFunctionThatFailed() throws Exception {
        HttpResponse<String> response = invoke("tested", "RequestResponse", "{'do':'fail'}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    }

    @Test
    void refusesAnUnknownFunctionAndAnEventThatIsNoJson() throws Exception {
        assertThat(invoke("nobody", "RequestResponse", "{}").statusCode()).isEqualTo(404);
        assertThat(invoke("tested", "RequestResponse", "{").statusCode()).isEqualTo(400);
        assertThat(invoke("tested", "DryRun", "{}").statusCode()).isEqualTo(204);
    }

    @Test
    void tellsTheDestinationOfASuccess() throws Exception {
        assertThat(invoke("tested", "Event", "{'do':'answer','answer':{'next':{'stage':'gold'}}}")
                        .statusCode())
                .isEqualTo(202);
        JsonNode record = nextRecord("arn:success");
        assertThat(record.at("/requestContext/condition").asText()).isEqualTo("Success");
        assertThat(record.at("/requestContext/functionArn").asText()).isEqualTo(TestFunction.ARN + ":$LATEST");
        assertThat(record.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(1);
        assertThat(record.at("/requestPayload/do").asText()).isEqualTo("answer");
        assertThat(record.at("/responseContext/statusCode").asInt()).isEqualTo(200);
        assertThat(record.at("/responsePayload/next/stage").asText()).isEqualTo("gold");
    }

    @Test
    void triesAgainTwiceAndThenTellsTheDestinationOfTheFailure() throws Exception {
        async.submit(function, event("{'do':'exit'}"));
        JsonNode record = nextRecord("arn:failure");
        assertThat(record.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(record.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
        assertThat(record.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
        assertThat(record.at("/responsePayload/errorType").asText()).isEqualTo("Runtime.ExitError");
        assertThat(destinations).isEmpty();
    }

    private JsonNode nextRecord(String arn) throws InterruptedException {
        String delivery = destinations.poll(20, TimeUnit.SECONDS);
        assertThat(delivery).startsWith(arn + " ");
        return Json.parse(delivery.substring(arn.length() + 1).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private HttpResponse<String> invoke(String name, String type, String event) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + api.port() + "/2015-03-31/functions/" + name + "/invocations");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("X-Amz-Invocation-Type", type)
                                .POST(BodyPublishers.ofByteArray(event(event)))
                                .build(),
                        BodyHandlers.ofString());
    }
}
