package dev.scout.local.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.ObjectCreated;
import dev.scout.local.ObjectCreated.Reason;
import dev.scout.local.template.Template.Rule;
import dev.scout.local.template.Template.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EventBusTest {

    private static final Instant TIME = Instant.parse("2024-01-15T10:00:03.127Z");
    private static final ObjectCreated OBJECT =
            new ObjectCreated("scout-lake", "bronze/edge/a b.json", 2048, "b1946ac9", Reason.PUT_OBJECT, TIME);

    private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();

    @Test
    void bringsAnObjectCreatedEventToTheRuleForItsBucket() throws InterruptedException {
        Rule lake = rule(
                "lake",
                "{\"source\":[\"aws.s3\"],\"detail\":{\"bucket\":{\"name\":[\"scout-lake\"]}}}",
                "q1",
                null,
                null);
        Rule other = rule(
                "other",
                "{\"source\":[\"aws.s3\"],\"detail\":{\"bucket\":{\"name\":[\"another\"]}}}",
                "q2",
                null,
                null);
        try (EventBus bus = new EventBus(List.of(lake, other), this::record)) {
            bus.put(Events.objectCreated(OBJECT));
            JsonNode event = Json.parse(next("q1").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .orElseThrow();

            assertThat(event.path("detail-type").asText()).isEqualTo("Object Created");
            assertThat(event.path("time").asText()).isEqualTo("2024-01-15T10:00:03Z");
            assertThat(event.path("resources").path(0).asText()).isEqualTo("arn:aws:s3:::scout-lake");
            assertThat(event.at("/detail/object/key").asText()).isEqualTo("bronze/edge/a b.json");
            assertThat(event.at("/detail/object/size").asLong()).isEqualTo(2048);
            assertThat(event.at("/detail/object/etag").asText()).isEqualTo("b1946ac9");
            assertThat(event.at("/detail/reason").asText()).isEqualTo("PutObject");
            assertThat(delivered).isEmpty();
        }
    }

    @Test
    void leavesOutKeysThatBeginAsTheyShallNot() throws InterruptedException {
        Rule landed = rule(
                "landed",
                "{\"detail\":{\"object\":{\"key\":[{\"anything-but\":{\"prefix\":[\"silver/\",\"gold/\"]}}]}}}",
                "q",
                null,
                null);
        try (EventBus bus = new EventBus(List.of(landed), this::record)) {
            for (String key : List.of("silver/a.parquet", "gold/b/_SUCCESS", "silverware/gold/c.csv")) {
                bus.put(Events.objectCreated(
                        new ObjectCreated("scout-lake", key, 1, "b1946ac9", Reason.PUT_OBJECT, TIME)));
            }
            assertThat(next("q")).contains("silverware/gold/c.csv");
            assertThat(delivered).isEmpty();
        }
    }

    @Test
    void sequencersGrow() {
        String first =
                Events.objectCreated(OBJECT).at("/detail/object/sequencer").asText();
        String second =
                Events.objectCreated(OBJECT).at("/detail/object/sequencer").asText();
        assertThat(second).isGreaterThan(first).hasSameSizeAs(first);
    }

    @Test
    void givesATargetThePartOfTheEventAtItsPath() throws InterruptedException {
        Rule next = rule(
                "next",
                "{\"source\":[\"lambda\"],\"detail\":{\"responsePayload\":{\"next\":{\"stage\":[\"gold\"]}}}}",
                "f",
                null,
                "$.detail.responsePayload.next");
        try (EventBus bus = new EventBus(List.of(next), this::record)) {
            for (String stage : List.of("silver", "gold")) {
                JsonNode record = Json.parse(
                                ("{\"requestContext\":{\"condition\":\"Success\"},\"responsePayload\":{\"next\":{\"stage\":\""
                                                + stage + "\"}}}")
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .orElseThrow();
                bus.put(Events.lambdaDestination("arn:bus", record, TIME));
            }
            assertThat(next("f")).isEqualTo("{\"stage\":\"gold\"}");
            assertThat(delivered).isEmpty();
        }
    }

    @Test
    void givesATargetItsConstantInput() throws InterruptedException {
        Rule constant = rule("c", "{\"source\":[\"aws.s3\"]}", "f", "{\"a\":1}", null);
        try (EventBus bus = new EventBus(List.of(constant), this::record)) {
            bus.put(Events.objectCreated(OBJECT));
            assertThat(next("f")).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void refusesAPathThatIsMoreThanNames() {
        Rule rule = rule("r", "{\"source\":[\"a\"]}", "f", null, "$.detail[0]");
        assertThatThrownBy(() -> new EventBus(List.of(rule), this::record))
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("$.detail[0]");
    }

    private static Rule rule(
            String name,
            String pattern,
            String arn,
            @org.jspecify.annotations.Nullable String input,
            @org.jspecify.annotations.Nullable String path) {
        return new Rule(name, pattern, List.of(new Target(arn, Optional.ofNullable(input), Optional.ofNullable(path))));
    }

    private void record(String arn, String event) {
        delivered.add(arn + " " + event);
    }

    private String next(String arn) throws InterruptedException {
        String delivery = delivered.poll(5, TimeUnit.SECONDS);
        assertThat(delivery).startsWith(arn + " ");
        return delivery.substring(arn.length() + 1);
    }
}
