package dev.scout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that no well-behaved HTTP client brings about: API Gateway may hand over paths decoded, and queries of any length. */
@QuarkusTest
@QuarkusTestResource(Platform.class)
class LambdaEventIT {

    private static final String PROXY = "/functions/v1/dataset-proxy";

    @Inject
    LambdaHttpHandler handler;

    private String user = "";

    @BeforeEach
    void newUser() {
        user = "user-" + UUID.randomUUID();
    }

    @Test
    void refusesTenKilobytesOfDatasetId() throws JsonProcessingException {
        APIGatewayV2HTTPResponse response = answer("GET", PROXY, "dataset=gold/" + "a".repeat(10_000));

        assertProblem(response, 400, "INVALID_DATASET_ID");
        List<Map<String, @Nullable Object>> rows = Platform.running()
                .query("select dataset_id, outcome from scout.dataset_access_logs where user_id = '" + user + "'");
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.get("dataset_id")).isNull();
            assertThat(row.get("outcome")).isEqualTo("INVALID_DATASET_ID");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataset=%",
                "dataset=%zz",
                "dataset=gold/txn_daily%2",
                "dataset=%c3%28",
                "dataset=a b",
                "dataset=\0"
            })
    void refusesMalformedQueries(String query) throws JsonProcessingException {
        assertProblem(answer("GET", PROXY, query), 400, "INVALID_DATASET_ID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/functions/v1/datasets/gold/txn_daily\0",
                "/functions/v1/datasets/gold/a b",
                "/functions/v1/datasets/gold/../../health",
                "/functions/v1/datasets/gold/%2e%2e/x",
                "/functions/v1/datasets/gold/%zz",
                "/functions/v1/datasets/gold/%",
                "/functions/v1/datasets/gold/é",
                "/functions/v1/datasets/gold/a\r\nX: y",
                "/functions/v1/datasets/gold/a/b",
                "/functions/v1/datasets/gold/",
                "/functions/v1/datasets//",
                "/functions/v1/datasets/..%2f..%2fhealth",
                "//functions/v1/datasets/gold/txn_daily",
                "functions",
                ""
            })
    void answersAProblemForAnyPath(String path) throws JsonProcessingException {
        APIGatewayV2HTTPResponse response = answer("GET", path, null);

        assertThat(response.getStatusCode()).as(response.getBody()).isIn(400, 404);
        assertProblem(
                response, response.getStatusCode(), json(response).get("code").textValue());
    }

    @Test
    void answersAProblemForAnyMethod() throws JsonProcessingException {
        assertProblem(answer("DELETE", PROXY, null), 405, "METHOD_NOT_ALLOWED");
        assertProblem(answer("BREW", PROXY, null), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void takesAnOddHeader() throws JsonProcessingException {
        APIGatewayV2HTTPEvent event = event("GET", PROXY, "dataset=gold/txn_daily");
        event.getHeaders().put("X-Forwarded-Port", "not-a-port");

        assertThat(handler.handleRequest(event, null).getStatusCode()).isLessThan(500);
    }

    private APIGatewayV2HTTPResponse answer(String method, String path, @Nullable String query) {
        return handler.handleRequest(event(method, path, query), null);
    }

    private APIGatewayV2HTTPEvent event(String method, String path, @Nullable String query) {
        Map<String, String> headers =
                new HashMap<>(Map.of("authorization", "Bearer " + TestTokens.valid(user, "authenticated")));
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        event.setVersion("2.0");
        event.setRawPath(path);
        event.setRawQueryString(query == null ? "" : query);
        event.setHeaders(headers);
        event.setRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod(method)
                        .withPath(path)
                        .withSourceIp("127.0.0.1")
                        .build())
                .build());
        return event;
    }

    private static void assertProblem(APIGatewayV2HTTPResponse response, int status, String code)
            throws JsonProcessingException {
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(status);
        assertThat(json(response).get("code").textValue()).isEqualTo(code);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.getHeaders());
        assertThat(headers)
                .containsEntry("Content-Type", "application/problem+json")
                .containsKey("RateLimit-Limit");
    }

    private static JsonNode json(APIGatewayV2HTTPResponse response) throws JsonProcessingException {
        return new ObjectMapper().readTree(response.getBody());
    }
}
