package dev.scout.loader.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.LoadRequest.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    @Test
    void decodesTheKeyOfANotificationOnce() throws IOException {
        ObjectEvent event = only(read("s3-notification"));

        assertThat(event.bucket()).isEqualTo("scout-lake");
        assertThat(event.key()).isEqualTo("bronze/transactions/dt=2024-01-15/Aling Niña + Sons.ndjson");
        assertThat(event.etag()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(event.versionId()).isEqualTo("096fKKXTRTtl3on89fVO.nfljtsv6qko");
        assertThat(event.sequencer()).isEqualTo("0065A5035B1F3C7A9E");
        assertThat(event.sizeBytes()).isEqualTo(1024);
        assertThat(event.time()).isEqualTo(Instant.parse("2024-01-15T10:00:03.127Z"));
    }

    @ParameterizedTest
    @CsvSource({"a%2525b, a%25b", "a+b%2Bc, a b+c", "dt%3D1/x%20y, dt=1/x y", "%E2%82%B1.csv, ₱.csv"})
    void decodesOnceAndNoMore(String encoded, String key) {
        String event = """
                {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"%s","eTag":"e"}}}]}""".formatted(encoded);
        assertThat(only(EventReader.read(event)).key()).isEqualTo(key);
    }

    @Test
    void takesTheKeyOfAnEventBridgeEventAsItIs() throws IOException {
        assertThat(only(read("eventbridge-object-created")).key())
                .isEqualTo("bronze/edge/dt=2024-01-15/pi-0007 morning+noon.ndjson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqs-eventbridge", "sqs-s3-notification"})
    void leavesMessagesOfAQueueToBeReadOneByOne(String name) throws IOException {
        Queue queue = (Queue) read(name);

        assertThat(queue.messages()).isNotEmpty();
        queue.messages().forEach(message -> {
            assertThat(message.id()).isNotEmpty();
            assertThat(only(EventReader.read(message.body())).bucket()).isEqualTo("scout-lake");
        });
    }

    @Test
    void readsDirectEvents() throws IOException {
        ObjectEvent object = only(read("direct-object"));
        assertThat(object.key()).isEqualTo("bronze/transactions/dt=2024-01-15/pos-0001.ndjson");
        assertThat(object.etag()).isNull();
        assertThat(read("direct-prefix"))
                .isEqualTo(new Prefix("scout-lake", "bronze/transactions/dt=2024-01-15/", null));
        assertThat(EventReader.read("{\"prefix\":\"\",\"after\":\"a/b\"}")).isEqualTo(new Prefix(null, "", "a/b"));
    }

    @Test
    void readsWhatSnsHasWrapped() {
        String inner =
                "{\\\"Records\\\":[{\\\"eventName\\\":\\\"ObjectCreated:Put\\\",\\\"s3\\\":{\\\"bucket\\\":{\\\"name\\\":\\\"b\\\"},"
                        + "\\\"object\\\":{\\\"key\\\":\\\"k\\\"}}}]}";
        assertThat(only(EventReader.read("{\"Type\":\"Notification\",\"Message\":\"" + inner + "\"}"))
                        .key())
                .isEqualTo("k");
        assertThat(only(EventReader.read("{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"Message\":\"" + inner
                                + "\"}}]}"))
                        .key())
                .isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}",
                "{\"detail-type\":\"Object Deleted\",\"source\":\"aws.s3\",\"detail\":{}}",
                "{\"Records\":[{\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{}}]}"
            })
    void passesOverWhatIsNothingToLoad(String event) {
        Objects request = (Objects) EventReader.read(event);
        assertThat(request.objects()).isEmpty();
        assertThat(request.ignored()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "hello",
                "{\"Records\":[]}",
                "{\"Records\":{}}",
                "{\"Records\":[{\"dynamodb\":{}}]}",
                "{\"key\":\"k\"}",
                "{\"bucket\":\"\",\"key\":\"k\"}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%zz\"}}}]}"
            })
    void refusesAnythingElse(String event) {
        assertThatThrownBy(() -> EventReader.read(event))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("can not be understood")
                .extracting(failure -> ((ScoutException) failure).code())
                .isEqualTo("UNKNOWN_EVENT");
    }

    private static LoadRequest read(String name) throws IOException {
        Path file = Path.of(System.getProperty("scout.root", "../.."), "infra/sam/events", name + ".json");
        return EventReader.read(Files.newInputStream(file));
    }

    private static ObjectEvent only(LoadRequest request) {
        assertThat(((Objects) request).objects()).hasSize(1);
        return ((Objects) request).objects().get(0);
    }

    @Test
    void takesNotificationsOfMinio() {
        String event = """
                {"Records":[{"eventSource":"minio:s3","eventName":"s3:ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"k","versionId":"null"}}},
                {"eventSource":"minio:s3","eventName":"s3:ObjectRemoved:Delete","s3":{}}]}""";
        Objects request = (Objects) EventReader.read(event);

        assertThat(only(request).versionId()).isNull();
        assertThat(request.ignored()).containsExactly("s3:ObjectRemoved:Delete");
    }

    @Test
    void readsTasks() {
        assertThat(EventReader.read("{\"part\":{\"file_id\":7,\"part_no\":2}}"))
                .isInstanceOfSatisfying(LoadRequest.Task.class, task -> {
                    assertThat(task.name()).isEqualTo("part");
                    assertThat(task.argument().path("file_id").asLong()).isEqualTo(7);
                });
        assertThat(EventReader.read("{\"reconcile\":true}")).isInstanceOf(LoadRequest.Task.class);
        assertThatThrownBy(() -> EventReader.read("{\"party\":{}}")).hasMessageContaining("can not be understood");
        assertThatThrownBy(() -> EventReader.read("{\"part\":{},\"more\":1}"))
                .hasMessageContaining("can not be understood");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"reconcile", "backfill", "backfill-stop", "backfill-resume", "backfill-list", "redrive", "replay"
            })
    void readsTheExamplesOfTasks(String name) throws IOException {
        assertThat(read(name)).isInstanceOf(LoadRequest.Task.class);
    }

    @Test
    void readsWhatWasRedriven() throws IOException {
        Queue queue = (Queue) read("sqs-redriven");
        assertThat(queue.messages().get(0).attributes())
                .containsEntry("file_id", "1017")
                .containsKey("reason");
        Objects named = (Objects) EventReader.read(queue.messages().get(0).body());
        assertThat(named.again()).isFalse();
        assertThat(named.objects().get(0))
                .isEqualTo(new ObjectEvent(
                        "scout-lake",
                        "bronze/transactions/dt=2024-01-15/pos-0001.ndjson",
                        "b1946ac92492d2347c6235b4d2611184",
                        null,
                        null,
                        2048L,
                        Instant.parse("2024-01-15T10:00:03Z")));
    }
}
