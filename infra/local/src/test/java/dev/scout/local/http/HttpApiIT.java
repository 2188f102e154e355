package dev.scout.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.lambda.LambdaFunction;
import dev.scout.local.lambda.TestFunction;
import dev.scout.local.template.Template.AsyncInvocation;
import dev.scout.local.template.Template.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpApiIT {

    private LambdaFunction function;
    private HttpApi api;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        function = TestFunction.start(
                directory,
                Duration.ofSeconds(20),
                1,
                new AsyncInvocation(0, Duration.ofHours(1), Optional.empty(), Optional.empty()));
        List<Route> routes =
                List.of(new Route("ANY", "/functions/v1/{proxy+}", "tested"), new Route("POST", "/answer", "tested"));
        api = HttpApi.start(0, routes, name -> Optional.of(function));
    }

    @AfterEach
    void stop() {
        api.close();
        function.close();
    }

    @Test
    void handsOverTheRequestInPayloadFormat2() throws Exception {
        HttpResponse<String> response = send(request("/functions/v1/data%20sets/a?x=1&x=2&y=%2Fz&flag")
                .header("X-Custom", "One")
                .header("Cookie", "a=1; b=2"));
        JsonNode event = tree(response.body()).path("event");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("ANY /functions/v1/{proxy+}");
        assertThat(event.path("rawPath").asText()).isEqualTo("/functions/v1/data%20sets/a");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&x=2&y=%2Fz&flag");
        assertThat(event.at("/queryStringParameters/x").asText()).isEqualTo("1,2");
        assertThat(event.at("/queryStringParameters/y").asText()).isEqualTo("/z");
        assertThat(event.at("/headers/x-custom").asText()).isEqualTo("One");
        assertThat(event.path("headers").has("cookie")).isFalse();
        assertThat(event.path("cookies").toString()).isEqualTo("[\"a=1\",\"b=2\"]");
        assertThat(event.at("/requestContext/http/method").asText()).isEqualTo("GET");
        assertThat(event.at("/requestContext/http/sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(event.at("/requestContext/stage").asText()).isEqualTo("$default");
        assertThat(event.at("/pathParameters/proxy").asText()).isEqualTo("data%20sets/a");
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event.has("body")).isFalse();
    }

    @Test
    void encodesABodyThatIsNoText() throws Exception {
        byte[] bytes = {0, (byte) 0xff, 10};
        JsonNode event = tree(send(request("/functions/v1/x").method("PUT", BodyPublishers.ofByteArray(bytes)))
                        .body())
                .path("event");
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(Base64.getDecoder().decode(event.path("body").asText())).isEqualTo(bytes);
    }

    @Test
    void keepsABodyThatIsText() throws Exception {
        JsonNode event = tree(send(request("/functions/v1/x")
                                .header("Content-Type", "application/json; charset=utf-8")
                                .POST(BodyPublishers.ofString("{\"ñ\":1}")))
                        .body())
                .path("event");
        assertThat(event.path("body").asText()).isEqualTo("{\"ñ\":1}");
    }

    @Test
    void givesBackTheStatusHeadersCookiesAndBody() throws Exception {
        HttpResponse<String> response =
                answer("{\"statusCode\":429,\"headers\":{\"Retry-After\":\"7\"},\"cookies\":[\"a=1\",\"b=2\"],"
                        + "\"isBase64Encoded\":true,\"body\":\"aMOp\"}");
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("7");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(response.body()).isEqualTo("hé");
    }

    @Test
    void leavesOutWhatTheFunctionSaysOfItsConnection() throws Exception {
        HttpResponse<String> response =
                answer("{\"statusCode\":200,\"headers\":{\"transfer-encoding\":\"chunked\",\"connection\":\"close\"},"
                        + "\"multiValueHeaders\":{\"Transfer-Encoding\":[\"\"]},\"body\":\"whole\"}");
        assertThat(response.body()).isEqualTo("whole");
        assertThat(response.headers().firstValue("Content-Length")).contains("5");
        assertThat(response.headers().firstValue("Transfer-Encoding")).isEmpty();
    }

    @Test
    void saysInternalServerErrorWhereTheFunctionFailsOrAnswersNonsense() throws Exception {
        assertThat(answer("{\"statusCode\":\"none\"}").statusCode()).isEqualTo(500);
        HttpResponse<String> notFound = send(request("/elsewhere"));
        assertThat(notFound.statusCode()).isEqualTo(404);
        assertThat(notFound.body()).isEqualTo("{\"message\":\"Not Found\"}");
        assertThat(send(request("/answer")).statusCode()).isEqualTo(404);
    }

    /** What the tested function is to answer stands in a header. */
    private HttpResponse<String> answer(String answer) throws Exception {
        return send(request("/answer")
                .header("X-Answer", Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode tree(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
