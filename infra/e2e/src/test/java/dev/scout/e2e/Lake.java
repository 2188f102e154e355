package dev.scout.e2e;

import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalObjectStore;
import dev.scout.local.ObjectCreated;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A database, a lake and function processes without the queue between them: the test delivers the events itself, as
 * often and in whatever order it likes.
 */
final class Lake implements AutoCloseable {

    static final String LAKE_BUCKET = "scout-lake";
    static final String DATASETS_BUCKET = "scout-datasets";

    private final BlockingQueue<ObjectCreated> created = new LinkedBlockingQueue<>();
    private final Path directory;
    private final LocalDatabase database;
    private final LocalObjectStore store;

    Lake(Path directory) {
        this.directory = directory;
        this.database = LocalDatabase.start(null, 0, false);
        this.store = LocalObjectStore.start(directory.resolve("s3"), 0, created::add);
        store.createBucket(LAKE_BUCKET);
        store.createBucket(DATASETS_BUCKET);
    }

    LocalDatabase database() {
        return database;
    }

    URI storeEndpoint() {
        return store.endpoint();
    }

    FunctionProcess loader(String... jvmOptions) throws IOException {
        return loader(Map.of(), jvmOptions);
    }

    /** @param environment in place of, or besides, what the function has anyway */
    FunctionProcess loader(Map<String, String> environment, String... jvmOptions) throws IOException {
        Map<String, String> all = environment("scout_loader");
        all.putAll(environment);
        return FunctionProcess.start("s3-data-loader", directory, all, List.of(jvmOptions));
    }

    FunctionProcess transform() throws IOException {
        return FunctionProcess.start("transform", directory, environment("scout_transform"), List.of());
    }

    /** Puts the object and returns what the store told about it; what it told of objects that functions have put is passed over. */
    ObjectCreated put(String key, RequestBody content) {
        store.client().putObject(request -> request.bucket(LAKE_BUCKET).key(key), content);
        try {
            ObjectCreated told = created.poll(10, TimeUnit.SECONDS);
            while (told != null && !told.key().equals(key)) {
                told = created.poll(10, TimeUnit.SECONDS);
            }
            if (told == null) {
                throw new IllegalStateException("The store told nothing of " + key);
            }
            return told;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    ObjectCreated put(String key, byte[] content) {
        return put(key, RequestBody.fromBytes(content));
    }

    ObjectCreated put(String key, String content) {
        return put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Rows query(String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return Rows.of(connection, sql);
        }
    }

    long count(String sql) throws SQLException {
        return Long.parseLong(String.valueOf(query(sql).rows().get(0).get(0)));
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }

    /** An SQS batch with an EventBridge event in each message, as the queue of the deployment delivers it. */
    static String sqsEvent(ObjectCreated... objects) {
        return List.of(objects).stream()
                .map(object -> """
                        {"messageId":"%s","receiptHandle":"r","body":%s,"attributes":{"ApproximateReceiveCount":"1"},
                         "messageAttributes":{},"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:ap-southeast-1:123456789012:ingest",
                         "awsRegion":"ap-southeast-1"}""".formatted(java.util.UUID.randomUUID(), quoted(eventBridgeEvent(object))))
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    /** The event that EventBridge makes of an object, its key as it is. */
    static String eventBridgeEvent(ObjectCreated object) {
        return """
                {"version":"0","id":"%s","detail-type":"Object Created","source":"aws.s3","account":"123456789012","time":"%s","region":"ap-southeast-1",\
                "resources":["arn:aws:s3:::%s"],"detail":{"version":"0","bucket":{"name":"%s"},\
                "object":{"key":%s,"size":%d,"etag":"%s","sequencer":"%016X"},"reason":"%s"}}""".formatted(
                        java.util.UUID.randomUUID(),
                        object.time(),
                        object.bucket(),
                        object.bucket(),
                        quoted(object.key()),
                        object.sizeBytes(),
                        object.eTag(),
                        object.time().toEpochMilli(),
                        object.reason().eventName());
    }

    /** The notification that S3 itself sends, its key URL-encoded. */
    static String notification(ObjectCreated object) {
        return """
                {"Records":[{"eventVersion":"2.3","eventSource":"aws:s3","awsRegion":"ap-southeast-1","eventTime":"%s","eventName":"ObjectCreated:Put",
                "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"%s","arn":"arn:aws:s3:::%s"},
                "object":{"key":"%s","size":%d,"eTag":"%s","sequencer":"%016X"}}}]}""".formatted(
                        object.time(),
                        object.bucket(),
                        object.bucket(),
                        URLEncoder.encode(object.key(), StandardCharsets.UTF_8),
                        object.sizeBytes(),
                        object.eTag(),
                        object.time().toEpochMilli());
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    private Map<String, String> environment(String role) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("SCOUT_DB_URL", database.jdbcUrl());
        environment.put("SCOUT_DB_USER", role);
        environment.put("SCOUT_DB_PASSWORD", role);
        environment.put("SCOUT_LAKE_BUCKET", LAKE_BUCKET);
        environment.put("SCOUT_DATASETS_BUCKET", DATASETS_BUCKET);
        environment.put("SCOUT_TIME_ZONE", "Asia/Manila");
        environment.put("SCOUT_S3_ENDPOINT", store.endpoint().toString());
        environment.put("AWS_REGION", LocalObjectStore.REGION);
        environment.put("AWS_ACCESS_KEY_ID", LocalObjectStore.ACCESS_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", LocalObjectStore.SECRET_KEY);
        return environment;
    }
}
