package dev.scout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API's whole way: an event of API Gateway in, a real database and a real S3 server behind. */
@QuarkusTest
@QuarkusTestResource(Platform.class)
class DatasetProxyIT {

    private static final String PROXY = "/functions/v1/dataset-proxy";
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    private Platform platform = Platform.running();
    private String user = "";
    private String token = "";

    @BeforeEach
    void newUser() {
        platform = Platform.running();
        user = "user-" + UUID.randomUUID();
        token = TestTokens.valid(user, "authenticated");
    }

    @Test
    void signsALinkThatOpensTheFile() {
        HttpResponse<String> response = Api.get(PROXY + "?dataset=gold/txn_daily&ttl=600", token);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Api.header(response, "Content-Type")).startsWith("application/json");
        assertThat(Api.header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(Api.header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        JsonNode body = Api.json(response);
        assertThat(body.fieldNames()).toIterable().containsExactly("signed_url", "expires_at", "dataset_info");
        assertThat(Instant.parse(body.get("expires_at").textValue()))
                .isBetween(
                        Instant.now().plusSeconds(600).minus(CLOCKS_APART),
                        Instant.now().plusSeconds(600));
        JsonNode info = body.get("dataset_info");
        assertThat(info.fieldNames())
                .toIterable()
                .containsExactly("id", "row_count", "size_bytes", "sha256", "last_updated", "description", "format");
        assertThat(info.get("id").textValue()).isEqualTo("gold/txn_daily");
        assertThat(info.get("row_count").longValue()).isEqualTo(1);
        assertThat(info.get("size_bytes").longValue()).isEqualTo(Platform.CSV.length);
        assertThat(info.get("last_updated").textValue()).isEqualTo("2024-08-10T02:15:00.000Z");
        assertThat(info.get("format").textValue()).isEqualTo("csv");
        HttpResponse<byte[]> file = Api.download(body.get("signed_url").textValue());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(Platform.sha256(file.body())).isEqualTo(info.get("sha256").textValue());
    }

    @Test
    void signsALinkToTheParquetFile() {
        JsonNode body = Api.json(Api.get(PROXY + "?dataset=gold%2Ftxn_daily&format=parquet", token));

        assertThat(body.at("/dataset_info/format").textValue()).isEqualTo("parquet");
        assertThat(body.at("/dataset_info/size_bytes").longValue()).isEqualTo(Platform.PARQUET.length);
        HttpResponse<byte[]> file = Api.download(body.get("signed_url").textValue());
        assertThat(Platform.sha256(file.body()))
                .isEqualTo(body.at("/dataset_info/sha256").textValue());
        assertThat(Instant.parse(body.get("expires_at").textValue()))
                .isAfter(Instant.now().plusSeconds(3600).minus(CLOCKS_APART));
    }

    @Test
    void aTamperedLinkIsRefusedByTheStore() {
        String url = Api.json(Api.get(PROXY + "?dataset=gold/txn_daily&ttl=300", token))
                .get("signed_url")
                .textValue();

        assertThat(Api.download(url.replace("X-Amz-Expires=300", "X-Amz-Expires=86400"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(Api.download(url.replace("gold/txn_daily", "platinum/store_perf"))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                  | MISSING_PARAMETER
            ?ttl=300                                            | MISSING_PARAMETER
            ?dataset=                                           | MISSING_PARAMETER
            ?dataset=txn_daily                                  | INVALID_DATASET_ID
            ?dataset=gold/../platinum/store_perf                | INVALID_DATASET_ID
            ?dataset=gold/txn_daily%2f..                        | INVALID_DATASET_ID
            ?dataset=gold%252ftxn_daily                         | INVALID_DATASET_ID
            ?dataset=gold/txn_daily%00                          | INVALID_DATASET_ID
            ?dataset=gold/txn_daily%00.csv                      | INVALID_DATASET_ID
            ?dataset=Gold/txn_daily                             | INVALID_DATASET_ID
            ?dataset=gold/Txn_daily                             | INVALID_DATASET_ID
            ?dataset=gold/txn-daily                             | INVALID_DATASET_ID
            ?dataset=/gold/txn_daily                            | INVALID_DATASET_ID
            ?dataset=gold/txn_daily%0a                          | INVALID_DATASET_ID
            ?dataset=gold/txn_daily%20                          | INVALID_DATASET_ID
            ?dataset=gold/%ef%bd%94xn_daily                     | INVALID_DATASET_ID
            ?dataset=gold/%ff                                   | INVALID_DATASET_ID
            ?dataset=copper/txn_daily                           | INVALID_DATASET_ID
            ?dataset=gold/txn_daily';drop%20table%20x           | INVALID_DATASET_ID
            ?dataset=gold/txn_daily&dataset=gold/txn_daily      | INVALID_DATASET_ID
            ?dataset=gold/txn_daily&ttl=299                     | INVALID_TTL
            ?dataset=gold/txn_daily&ttl=86401                   | INVALID_TTL
            ?dataset=gold/txn_daily&ttl=                        | INVALID_TTL
            ?dataset=gold/txn_daily&ttl=-300                    | INVALID_TTL
            ?dataset=gold/txn_daily&ttl=1e3                     | INVALID_TTL
            ?dataset=gold/txn_daily&ttl=3600.5                  | INVALID_TTL
            ?dataset=gold/txn_daily&ttl=99999999999999999999    | INVALID_TTL
            ?dataset=gold/txn_daily&ttl=300&ttl=400             | INVALID_TTL
            ?dataset=gold/txn_daily&format=json                 | INVALID_FORMAT
            ?dataset=gold/txn_daily&format=CSV                  | INVALID_FORMAT
            ?dataset=gold/txn_daily&format=                     | INVALID_FORMAT
            """)
    void refusesBadParameters(String query, String code) {
        assertProblem(Api.get(PROXY + query, token), 400, code);
    }

    @Test
    void takesTheLimitsOfTtl() {
        assertThat(Api.get(PROXY + "?dataset=gold/txn_daily&ttl=300", token).statusCode())
                .isEqualTo(200);
        assertThat(Api.get(PROXY + "?dataset=gold/txn_daily&ttl=86400", token).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDatasetThatIsNotPublishedIsNotFound() {
        assertProblem(Api.get(PROXY + "?dataset=gold/nothing", token), 404, "DATASET_NOT_FOUND");
        assertProblem(Api.get("/functions/v1/datasets/gold/nothing", token), 404, "DATASET_NOT_FOUND");
    }

    @Test
    void rolesSeeTheirLayers() {
        String dataset = PROXY + "?dataset=gold/txn_daily";
        String bronze = PROXY + "?dataset=bronze/transactions";
        String service = TestTokens.valid(user, "service_role");

        assertProblem(Api.get(dataset, TestTokens.valid(user, "anon")), 403, "FORBIDDEN");
        assertProblem(Api.get(dataset, TestTokens.hs256(claims -> claims.claim("role", null))), 403, "FORBIDDEN");
        assertProblem(Api.get(dataset, TestTokens.valid(user, "root")), 403, "FORBIDDEN");
        assertProblem(Api.get(bronze, token), 403, "FORBIDDEN");
        assertThat(Api.get(dataset, service).statusCode()).isEqualTo(200);
        assertProblem(Api.get(bronze, service), 404, "DATASET_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PROXY + "?dataset=gold/txn_daily",
                PROXY + "?dataset=../..",
                "/functions/v1/datasets",
                "/functions/v1/datasets/gold/txn_daily",
                "/functions/v1/nothing",
                "/"
            })
    void asksForATokenFirst(String path) {
        HttpResponse<String> response = Api.send(Api.request(path));

        assertProblem(response, 401, "UNAUTHENTICATED");
        assertThat(Api.header(response, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(Api.header(response, "RateLimit-Limit")).isEqualTo("10");
    }

    @Test
    void refusesATokenThatIsNotValid() {
        String expired = TestTokens.hs256(
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60))));
        String another = TestTokens.hs256("y".repeat(32).getBytes(StandardCharsets.UTF_8), claims -> claims);

        HttpResponse<String> late = Api.get(PROXY + "?dataset=gold/txn_daily", expired);
        HttpResponse<String> forged = Api.get(PROXY + "?dataset=gold/txn_daily", another);

        assertProblem(late, 401, "UNAUTHENTICATED");
        assertProblem(forged, 401, "UNAUTHENTICATED");
        assertThat(Api.json(late).get("detail")).isEqualTo(Api.json(forged).get("detail"));
    }

    @Test
    void refusesTheEleventhRequestOfAMinute() {
        for (int i = 9; i >= 0; i--) {
            HttpResponse<String> response = Api.get("/functions/v1/datasets", token);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Api.header(response, "RateLimit-Limit")).isEqualTo("10");
            assertThat(Api.header(response, "RateLimit-Remaining")).isEqualTo(Integer.toString(i));
            assertThat(Integer.parseInt(Api.header(response, "RateLimit-Reset")))
                    .isBetween(1, 60);
        }

        HttpResponse<String> eleventh = Api.get("/functions/v1/datasets", token);

        assertProblem(eleventh, 429, "RATE_LIMITED");
        assertThat(Integer.parseInt(Api.header(eleventh, "Retry-After"))).isBetween(1, 60);
        assertThat(Api.header(eleventh, "Retry-After")).isEqualTo(Api.header(eleventh, "RateLimit-Reset"));
        assertThat(Api.header(eleventh, "RateLimit-Remaining")).isEqualTo("0");
        assertThat(Api.get("/functions/v1/datasets", TestTokens.valid(user + "-2", "authenticated"))
                        .statusCode())
                .as("another user")
                .isEqualTo(200);
    }

    @Test
    void countsRefusedRequestsToo() {
        Api.get(PROXY, token);
        Api.get("/functions/v1/nothing", token);
        HttpResponse<String> third = Api.get(PROXY + "?dataset=gold/nothing", token);

        assertThat(Api.header(third, "RateLimit-Remaining")).isEqualTo("7");
    }

    @Test
    void listsAndDescribesWhatIsPublished() {
        JsonNode list = Api.json(Api.get("/functions/v1/datasets", token));
        JsonNode one = Api.json(Api.get("/functions/v1/datasets/gold/txn_daily", token));

        assertThat(list.get("total_datasets").intValue()).isEqualTo(2);
        assertThat(list.get("datasets").fieldNames())
                .toIterable()
                .containsExactly("gold/txn_daily", "platinum/store_perf");
        assertThat(list.at("/datasets/gold~1txn_daily")).isEqualTo(one);
        assertThat(one.get("sha256").textValue()).isEqualTo(Platform.sha256(Platform.CSV));
        assertThat(one.at("/columns/0/name").textValue()).isEqualTo("date_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gold/..%2ftxn_daily", "gold/txn_daily%00", "gold/TXN", "gold%2Ftxn_daily", "copper/txn_daily"})
    void refusesBadIdsInThePath(String id) {
        HttpResponse<String> response = Api.get("/functions/v1/datasets/" + id, token);

        assertThat(response.statusCode()).as(response.body()).isIn(400, 404);
        assertThat(Api.header(response, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void showsANewPublicationWithinSeconds() throws InterruptedException {
        try {
            platform.publish("gold/txn_daily", "gold/product_mix", "platinum/store_perf");
            Thread.sleep(2100);
            assertThat(Api.json(Api.get("/functions/v1/datasets", token))
                            .get("total_datasets")
                            .intValue())
                    .isEqualTo(3);
        } finally {
            platform.publish("gold/txn_daily", "platinum/store_perf");
            Thread.sleep(2100);
        }
    }

    @Test
    void trustsNoManifestThatIsNotWhatItSays() throws InterruptedException {
        byte[] good = platform.store()
                .client()
                .getObjectAsBytes(request -> request.bucket(Platform.BUCKET).key("scout/v1/manifests/latest.json"))
                .asByteArray();
        String tampered = new String(good, StandardCharsets.UTF_8).replace("\"row_count\": 1,", "\"row_count\": 2,");
        try {
            platform.put("scout/v1/manifests/latest.json", tampered.getBytes(StandardCharsets.UTF_8));
            Thread.sleep(2100);
            HttpResponse<String> response = Api.get(PROXY + "?dataset=gold/txn_daily", token);
            assertProblem(response, 503, "UNAVAILABLE");
            assertThat(Api.header(response, "Retry-After")).isEqualTo("5");
            HttpResponse<String> health = Api.send(Api.request("/functions/v1/health"));
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body())
                    .isEqualTo("{\"status\":\"unavailable\",\"database\":\"ok\",\"manifest\":\"unavailable\"}");
        } finally {
            platform.put("scout/v1/manifests/latest.json", good);
            Thread.sleep(2100);
        }
    }

    @Test
    void refusesEverybodyWhileNobodyCanBeCounted() {
        platform.database().stop();
        try {
            HttpResponse<String> response = Api.get(PROXY + "?dataset=gold/txn_daily", token);
            assertProblem(response, 503, "UNAVAILABLE");
            assertThat(Api.header(response, "Retry-After")).isEqualTo("5");
            HttpResponse<String> health = Api.send(Api.request("/functions/v1/health"));
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(Api.json(health).get("database").textValue()).isEqualTo("unavailable");
        } finally {
            platform.database().restart();
        }
        assertThat(Api.get(PROXY + "?dataset=gold/txn_daily", token).statusCode())
                .as("after the database is back")
                .isEqualTo(200);
    }

    @Test
    void answersWhereTheAccessLogCantBeWritten() {
        platform.execute("revoke insert on scout.dataset_access_logs from scout_proxy");
        try {
            assertThat(Api.get(PROXY + "?dataset=gold/txn_daily", token).statusCode())
                    .isEqualTo(200);
        } finally {
            platform.execute("grant insert on scout.dataset_access_logs to scout_proxy");
        }
    }

    @Test
    void healthIsOpen() {
        HttpResponse<String> response = Api.send(Api.request("/functions/v1/health"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"ok\",\"database\":\"ok\",\"manifest\":\"ok\"}");
        assertThat(Api.header(response, "RateLimit-Limit")).isEqualTo("10");
    }

    @Test
    void logsEachRequestWithItsOutcome() {
        HttpRequest.Builder request = Api.request(PROXY + "?dataset=gold/txn_daily&ttl=900")
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", "test agent, version 1 " + "x".repeat(600));
        HttpResponse<String> fine = Api.send(request);
        HttpResponse<String> missing = Api.get(PROXY + "?dataset=gold/nothing", token);
        Api.get(PROXY + "?dataset=../../etc/passwd", token);
        Api.get(PROXY + "?dataset=gold/txn_daily", TestTokens.valid(user, "anon"));
        long unauthenticated = count("user_id is null and outcome = 'UNAUTHENTICATED' and status = 401");
        Api.send(Api.request(PROXY + "?dataset=gold/txn_daily"));

        List<Map<String, @Nullable Object>> rows = platform.query(
                "select * from scout.dataset_access_logs where user_id = '" + user + "' order by access_id");
        assertThat(rows)
                .extracting(row -> row.get("outcome"))
                .containsExactly("OK", "DATASET_NOT_FOUND", "INVALID_DATASET_ID", "FORBIDDEN");
        assertThat(rows.get(0))
                .containsEntry("dataset_id", "gold/txn_daily")
                .containsEntry("role", "authenticated")
                .containsEntry("method", "GET")
                .containsEntry("path", PROXY)
                .containsEntry("status", 200)
                .containsEntry("success", true)
                .containsEntry("ttl_seconds", 900)
                .containsEntry("request_id", Api.header(fine, "X-Request-Id"));
        assertThat(rows.get(0).get("user_agent"))
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .startsWith("test agent, version 1 xxx")
                .hasSize(512);
        assertThat(rows.get(1)).containsEntry("dataset_id", "gold/nothing").containsEntry("success", false);
        assertThat("urn:uuid:" + rows.get(1).get("request_id"))
                .isEqualTo(Api.json(missing).get("instance").textValue());
        assertThat(rows.get(2)).containsEntry("dataset_id", null);
        assertThat(count("user_id is null and outcome = 'UNAUTHENTICATED' and status = 401"))
                .isEqualTo(unauthenticated + 1);
    }

    @Test
    void recordsEveryInvocation() {
        long before = invocations();
        Api.get("/functions/v1/datasets", token);
        Api.send(Api.request("/functions/v1/health"));
        Api.send(Api.request("/q/openapi"));
        Api.send(Api.request("/functions/v1/datasets"));

        assertThat(invocations()).isEqualTo(before + 4);
    }

    @Test
    void answersProblemsForUnknownAddressesAndMethods() {
        assertProblem(Api.get("/functions/v1/nothing", token), 404, "NOT_FOUND");
        assertProblem(Api.get("/", token), 404, "NOT_FOUND");
        HttpResponse<String> post = Api.send(Api.request("/functions/v1/datasets")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertProblem(post, 405, "METHOD_NOT_ALLOWED");
        assertThat(Api.header(post, "Allow")).contains("GET");
        assertThat(Api.header(post, "RateLimit-Remaining")).isEqualTo("7");
    }

    @Test
    void answersPreflightsOfTheConfiguredOrigins() {
        HttpResponse<String> allowed = preflight("https://dashboard.example.com");
        HttpResponse<String> strange = preflight("https://evil.example.com");

        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(Api.header(allowed, "Access-Control-Allow-Origin")).isEqualTo("https://dashboard.example.com");
        assertThat(Api.header(allowed, "Access-Control-Allow-Headers")).contains("Authorization");
        assertThat(Api.header(allowed, "Access-Control-Allow-Methods")).contains("GET");
        assertThat(strange.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(strange.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
    }

    @Test
    void showsPagesTheLimitsHeaders() {
        HttpResponse<String> response = Api.send(Api.request("/functions/v1/datasets")
                .header("Origin", "http://localhost:5173")
                .header("Authorization", "Bearer " + token));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Api.header(response, "Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
        assertThat(Api.header(response, "Access-Control-Expose-Headers"))
                .contains("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After");
        assertThat(Api.header(response, "Vary")).contains("Origin");
    }

    @Test
    void describesItselfInValidOpenApi() {
        HttpResponse<String> response = Api.send(Api.request("/q/openapi").header("Accept", "application/json"));

        assertThat(response.statusCode()).isEqualTo(200);
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(response.body());
        assertThat(parsed.getMessages()).isEmpty();
        JsonNode api = Api.json(response);
        assertThat(api.get("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        PROXY,
                        "/functions/v1/datasets",
                        "/functions/v1/datasets/{layer}/{name}",
                        "/functions/v1/health");
        assertThat(api.at("/components/securitySchemes/token/scheme").textValue())
                .isEqualTo("bearer");
        JsonNode operation = api.get("paths").get(PROXY).get("get");
        assertThat(operation.get("responses").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("200", "400", "401", "403", "404", "429", "500", "503");
        assertThat(operation.at("/security/0").has("token")).isTrue();
        assertThat(api.at("/components/responses/RateLimited/content").fieldNames())
                .toIterable()
                .containsExactly("application/problem+json");
        assertThat(api.at("/components/schemas").has("Problem")).isTrue();
    }

    private HttpResponse<String> preflight(String origin) {
        return Api.send(Api.request(PROXY)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization"));
    }

    private long invocations() {
        return number("select count(*) as n from scout.etl_monitoring where layer = 'api' and status = 'succeeded'");
    }

    private long count(String condition) {
        return number("select count(*) as n from scout.dataset_access_logs where " + condition);
    }

    private long number(String sql) {
        Object number = platform.query(sql).get(0).get("n");
        return number instanceof Long value ? value : -1;
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(Api.header(response, "Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = Api.json(response);
        assertThat(problem.fieldNames())
                .toIterable()
                .containsExactly("type", "title", "status", "detail", "code", "instance");
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("code").textValue()).isEqualTo(code);
        assertThat(problem.get("instance").textValue()).isEqualTo("urn:uuid:" + Api.header(response, "X-Request-Id"));
        assertThat(response.body()).doesNotContain(Platform.BUCKET, "scout/v1", "select", "Exception", "at dev.scout");
        assertThat(Api.header(response, "RateLimit-Limit")).isEqualTo("10");
        assertThat(Api.header(response, "RateLimit-Remaining")).isNotEmpty();
        assertThat(Api.header(response, "RateLimit-Reset")).isNotEmpty();
    }
}
