package dev.scout.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.local.template.Template.AsyncInvocation;
import dev.scout.local.template.Template.Bucket;
import dev.scout.local.template.Template.Function;
import dev.scout.local.template.Template.Queue;
import dev.scout.local.template.Template.QueueSource;
import dev.scout.local.template.Template.Rule;
import dev.scout.local.template.Template.Schedule;
import dev.scout.local.template.Template.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateReaderTest {

    private static final String TRANSFORM = "arn:aws:lambda:ap-southeast-1:000000000000:function:transform";
    private static final String BUS = "arn:aws:events:ap-southeast-1:000000000000:event-bus/default";

    private final Template project = TemplateReader.read(
            Path.of(System.getProperty("scout.root"), "infra/sam/template.yaml"),
            new Settings(
                    Map.of(
                            "DatabaseUrl", "jdbc:postgresql://127.0.0.1:5432/postgres",
                            "JwtIssuer", "scout-local",
                            "LakeBucketName", "scout-lake",
                            "DatasetsBucketName", "scout-datasets"),
                    Map.of(
                            "scout/database/loader", "{\"password\":\"loader's\"}",
                            "scout/database/transform", "{\"password\":\"t\"}",
                            "scout/database/publisher", "{\"password\":\"p\"}",
                            "scout/database/proxy", "{\"password\":\"x\"}",
                            "scout/jwt", "a-secret")));

    @Test
    void readsTheFunctions() {
        assertThat(project.functions())
                .extracting(Function::name)
                .containsExactly("s3-data-loader", "transform", "publisher", "dataset-proxy");
        Function loader = project.function("s3-data-loader").orElseThrow();
        assertThat(loader.codeUri())
                .isEqualTo(Path.of(System.getProperty("scout.root"), "functions/s3-data-loader/target/function.zip"));
        assertThat(loader.timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(loader.environment())
                .containsEntry("SCOUT_LAKE_BUCKET", "scout-lake")
                .containsEntry("SCOUT_TIME_ZONE", "Asia/Manila")
                .containsEntry("SCOUT_DB_USER", "scout_loader")
                .containsEntry("SCOUT_DB_PASSWORD", "loader's");
    }

    @Test
    void findsAFunctionByItsArnWithAQualifier() {
        assertThat(project.function(TRANSFORM + ":$LATEST")).isPresent();
        assertThat(project.function("nothing")).isEmpty();
    }

    @Test
    void leavesOutWhatHasNoValue() {
        Function proxy = project.function("dataset-proxy").orElseThrow();
        assertThat(proxy.environment())
                .containsEntry("SCOUT_JWT_SECRET", "a-secret")
                .doesNotContainKey("SCOUT_JWT_JWKS_URL");
    }

    @Test
    void readsTheQueueAndWhatItFeeds() {
        String ingest = "arn:aws:sqs:ap-southeast-1:000000000000:ingest";
        assertThat(project.queues())
                .contains(new Queue(
                        "ingest",
                        ingest,
                        Duration.ZERO,
                        Duration.ofHours(1),
                        Optional.of(ingest + "-dead-letters"),
                        50));
        assertThat(project.queueSources())
                .contains(new QueueSource(ingest, "s3-data-loader", 5, Duration.ZERO, true, OptionalInt.of(10)));
        assertThat(project.function("s3-data-loader").orElseThrow().environment())
                .containsEntry(
                        "SCOUT_INGEST_QUEUE_URL", "https://sqs.ap-southeast-1.amazonaws.com/000000000000/ingest");
        assertThat(project.schedules())
                .contains(new Schedule(
                        "s3-data-loader-Reconcile",
                        "rate(1 hour)",
                        new Target(
                                "arn:aws:lambda:ap-southeast-1:000000000000:function:s3-data-loader",
                                Optional.of("{\"reconcile\":true}"),
                                Optional.empty())));
    }

    @Test
    void readsWhatLeadsFromAnArrivalToTheTransforms() {
        String arrivals = "arn:aws:sqs:ap-southeast-1:000000000000:arrivals";
        assertThat(project.queues())
                .contains(new Queue(
                        "arrivals",
                        arrivals,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(15),
                        Optional.empty(),
                        Integer.MAX_VALUE));
        assertThat(project.queueSources())
                .contains(new QueueSource(
                        arrivals, "transform", 10000, Duration.ofSeconds(15), false, OptionalInt.of(2)));
        assertThat(project.rules())
                .filteredOn(rule -> rule.name().equals("ObjectArrived"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.targets())
                        .containsExactly(new Target(arrivals, Optional.of("{}"), Optional.empty())));
    }

    @Test
    void readsTheChainOfStages() {
        Function transform = project.function("transform").orElseThrow();
        assertThat(transform.asyncInvocation())
                .isEqualTo(new AsyncInvocation(2, Duration.ofHours(1), Optional.of(BUS), Optional.empty()));
        assertThat(project.rules())
                .filteredOn(rule -> rule.name().equals("transform-NextStage"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.targets())
                            .containsExactly(new Target(
                                    TRANSFORM, Optional.empty(), Optional.of("$.detail.responsePayload.next")));
                    assertThat(rule.pattern()).contains("\"stage\":[\"silver\",\"gold\",\"platinum\"]");
                });
    }

    @Test
    void readsSchedulesRoutesAndBuckets() {
        assertThat(project.schedules())
                .contains(new Schedule(
                        "transform-SilverSchedule",
                        "rate(5 minutes)",
                        new Target(TRANSFORM, Optional.of("{\"stage\":\"silver\"}"), Optional.empty())));
        assertThat(project.routes())
                .extracting(route -> route.method() + " " + route.path())
                .contains("ANY /functions/v1/{proxy+}", "ANY /q/openapi");
        assertThat(project.buckets())
                .containsExactly(new Bucket("scout-lake", true), new Bucket("scout-datasets", false));
        // What transform writes to the lake itself is not for the loader.
        assertThat(project.rules())
                .filteredOn(rule -> rule.name().equals("LakeObjectCreated"))
                .extracting(Rule::pattern)
                .singleElement()
                .asString()
                .contains(
                        "\"object\":{\"key\":[{\"anything-but\":{\"prefix\":[\"silver/\",\"gold/\",\"platinum/\"]}}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Q: {Type: 'AWS::Kinesis::Stream'}                            | Q of type AWS::Kinesis::Stream",
                "Q: {Type: 'AWS::SQS::Queue', Properties: {FifoQueue: true}}  | [FifoQueue] of Q",
                "Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Select [0, [a]]}} | !Select",
                "Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: {'Fn::Split': [a, b]}}} | Fn::Split",
                "Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref Nobody}} | Nobody, which is not in it",
                "Q: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: soon}} | no whole number: soon",
                "F: {Type: 'AWS::Serverless::Function', Properties: {Timeout: 3}} | F in the template lacks CodeUri",
                "F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: x, Events: {E: {Type: SNS}}}} | of type SNS",
                "F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: x, SnapStart: {}}} | [SnapStart] of F",
            })
    void refusesWhatItDoesNotUnderstand(String resource, String sentence, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("template.yaml"), "Resources:\n  " + resource + "\n");
        assertThatThrownBy(() -> TemplateReader.read(file, new Settings(Map.of(), Map.of())))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(sentence);
    }
}
