package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.LocalPlatform;
import dev.scout.local.PlatformOptions;
import dev.scout.local.queue.LocalQueue;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Predicate;
import software.amazon.awssdk.core.sync.RequestBody;

/** The whole local platform, used only as its users use it: by S3 requests, by the Lambda Invoke API, by SQL. */
final class RunningPlatform implements AutoCloseable {

    private static final Duration INVOCATION_WAIT = Duration.ofMinutes(10);

    private final LocalPlatform platform;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningPlatform(LocalPlatform platform) {
        this.platform = platform;
    }

    static RunningPlatform start() {
        return start(PlatformOptions.forTests(ProjectRoot.path()));
    }

    static RunningPlatform start(PlatformOptions options) {
        return new RunningPlatform(LocalPlatform.start(options));
    }

    LocalQueue queue(String name) {
        return platform.queue(name).orElseThrow();
    }

    void put(String key, RequestBody content) {
        platform.objectStore()
                .client()
                .putObject(request -> request.bucket(Lake.LAKE_BUCKET).key(key), content);
    }

    byte[] dataset(String key) {
        return platform.objectStore()
                .client()
                .getObjectAsBytes(
                        request -> request.bucket(Lake.DATASETS_BUCKET).key(key))
                .asByteArray();
    }

    /** Invokes a function and returns its answer; fails where the function did. */
    String invoke(String function, String event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        platform.lambdaEndpoint().resolve("/2015-03-31/functions/" + function + "/invocations"))
                .timeout(INVOCATION_WAIT)
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(response.headers().firstValue("X-Amz-Function-Error"))
                .as("%s answered %s", function, response.body())
                .isEmpty();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    Connection connect() throws SQLException {
        return platform.database().connect();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Rows query(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return Rows.of(connection, sql);
        }
    }

    void restartDatabase() {
        platform.database().restart();
    }

    /** As {@code kill -9} of every process that runs the function now. */
    long killProcessesOf(String function) {
        Predicate<ProcessHandle> runsIt = process -> process.info()
                .commandLine()
                .filter(command -> command.contains("/functions/" + function + "/"))
                .isPresent();
        return ProcessHandle.current()
                .children()
                .filter(runsIt)
                .filter(ProcessHandle::destroyForcibly)
                .count();
    }

    Path logs() {
        return platform.logs();
    }

    @Override
    public void close() {
        platform.close();
    }
}
