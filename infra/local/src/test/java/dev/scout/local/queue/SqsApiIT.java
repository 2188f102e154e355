package dev.scout.local.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.local.template.Template;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** AWS's own client, which also compares the digests that it is answered. */
final class SqsApiIT {

    private static final String DEAD = "arn:aws:sqs:ap-southeast-1:000000000000:ingest-dead-letters";
    private static final String INGEST = "arn:aws:sqs:ap-southeast-1:000000000000:ingest";

    private final SqsApi api = SqsApi.bind(0);
    private final String queue = api.endpoint() + "/000000000000/ingest";
    private final String deadLetters = queue + "-dead-letters";
    private SqsClient sqs = client(api.endpoint());

    @BeforeEach
    void serve() {
        LocalQueue dead = new LocalQueue(
                new Template.Queue(
                        "ingest-dead-letters", DEAD, Duration.ZERO, Duration.ofSeconds(30), Optional.empty(), 9),
                null,
                Clock.systemUTC());
        LocalQueue ingest = new LocalQueue(
                new Template.Queue("ingest", INGEST, Duration.ZERO, Duration.ofSeconds(30), Optional.of(DEAD), 2),
                dead,
                Clock.systemUTC());
        api.serve(List.of(dead, ingest), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        sqs.close();
        api.close();
    }

    static SqsClient client(URI endpoint) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.AP_SOUTHEAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("scout", "scout-secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @Test
    void sendsReceivesAndDeletes() {
        Map<String, MessageAttributeValue> attributes = Map.of(
                "reason", text("out of\tmemory ñ"),
                "size",
                        MessageAttributeValue.builder()
                                .dataType("Number")
                                .stringValue("12")
                                .build(),
                "raw",
                        MessageAttributeValue.builder()
                                .dataType("Binary.gzip")
                                .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, (byte) 255}))
                                .build());
        sqs.sendMessage(
                request -> request.queueUrl(queue).messageBody("{\"n\":\"ñ\"}").messageAttributes(attributes));

        Message message = receive().get(0);
        assertThat(message.body()).isEqualTo("{\"n\":\"ñ\"}");
        assertThat(message.messageAttributes()).isEqualTo(attributes);
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
                .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
        assertThat(receive()).isEmpty();
        assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("1");

        sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
        assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("0");
    }

    @Test
    void showsWhatIsDelayedLater() {
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("later").delaySeconds(1));
        assertThat(count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .isEqualTo("1");
        assertThat(receive()).isEmpty();
        assertThat(sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(5))
                        .messages())
                .extracting(Message::body)
                .containsExactly("later");
    }

    @Test
    void sendsAndDeletesInBatches() {
        sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries(10)));
        List<Message> messages = receive();
        assertThat(messages)
                .extracting(Message::body)
                .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        sqs.changeMessageVisibilityBatch(request -> request.queueUrl(queue)
                .entries(messages.stream()
                        .map(message -> ChangeMessageVisibilityBatchRequestEntry.builder()
                                .id(message.messageId())
                                .receiptHandle(message.receiptHandle())
                                .visibilityTimeout(0)
                                .build())
                        .toList()));
        List<Message> again = receive();
        assertThat(again).hasSize(10);
        assertThat(sqs.deleteMessageBatch(request -> request.queueUrl(queue)
                                .entries(again.stream()
                                        .map(message -> DeleteMessageBatchRequestEntry.builder()
                                                .id(message.messageId())
                                                .receiptHandle(message.receiptHandle())
                                                .build())
                                        .toList()))
                        .successful())
                .hasSize(10);
        assertThatThrownBy(() ->
                        sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries(11))))
                .isInstanceOf(TooManyEntriesInBatchRequestException.class);
    }

    @Test
    void changesVisibility() {
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("a"));
        Message first = receive().get(0);
        sqs.changeMessageVisibility(request ->
                request.queueUrl(queue).receiptHandle(first.receiptHandle()).visibilityTimeout(0));
        assertThat(receive()).hasSize(1);
        assertThatThrownBy(() -> sqs.changeMessageVisibility(request -> request.queueUrl(queue)
                        .receiptHandle(first.receiptHandle())
                        .visibilityTimeout(9)))
                .isInstanceOf(MessageNotInflightException.class);
    }

    @Test
    void findsQueuesAndRefusesWhatIsWrong() {
        assertThat(sqs.listQueues().queueUrls()).containsExactly(deadLetters, queue);
        assertThat(sqs.getQueueUrl(request -> request.queueName("ingest")).queueUrl())
                .isEqualTo(queue);
        assertThatThrownBy(() -> sqs.getQueueUrl(request -> request.queueName("other")))
                .isInstanceOf(QueueDoesNotExistException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() ->
                        sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle("x")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
        assertThatThrownBy(() -> sqs.createQueue(request -> request.queueName("new")))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("template.yaml");
        assertThatThrownBy(() -> sqs.sendMessage(
                        request -> request.queueUrl(queue).messageBody("a").delaySeconds(901)))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("between 0 and 900");
        assertThatThrownBy(() ->
                        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("a".repeat(1 << 20) + "a")))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("shorter");
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("a"));
        sqs.purgeQueue(request -> request.queueUrl(queue));
        assertThat(receive()).isEmpty();
    }

    @Test
    void redrivesWhereSqsKnowsTheSource() {
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("moved"));
        for (int i = 0; i < 3; i++) {
            sqs.receiveMessage(request -> request.queueUrl(queue).visibilityTimeout(0));
        }
        sqs.startMessageMoveTask(request -> request.sourceArn(DEAD));
        assertThat(task().status()).isEqualTo("COMPLETED");
        assertThat(receive()).extracting(Message::body).containsExactly("moved");

        sqs.sendMessage(request ->
                request.queueUrl(deadLetters).messageBody("sent").messageAttributes(Map.of("reason", text("r"))));
        sqs.startMessageMoveTask(request -> request.sourceArn(DEAD));
        assertThat(task().failureReason()).isEqualTo("CouldNotDetermineMessageSource");
        sqs.startMessageMoveTask(request -> request.sourceArn(DEAD).destinationArn(INGEST));
        assertThat(receive())
                .singleElement()
                .satisfies(message -> assertThat(message.messageAttributes()).containsKey("reason"));
    }

    private ListMessageMoveTasksResultEntry task() {
        return sqs.listMessageMoveTasks(request -> request.sourceArn(DEAD))
                .results()
                .get(0);
    }

    private List<Message> receive() {
        return sqs.receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private @Nullable String count(QueueAttributeName name) {
        return sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                .attributes()
                .get(name);
    }

    private static List<SendMessageBatchRequestEntry> entries(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(String::valueOf)
                .map(n -> SendMessageBatchRequestEntry.builder()
                        .id(n)
                        .messageBody(n)
                        .build())
                .toList();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
