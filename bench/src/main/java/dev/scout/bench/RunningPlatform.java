package dev.scout.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** {@code ./scout up} in a process of its own with durable data: what is measured is what a user runs. */
final class RunningPlatform implements AutoCloseable {

    private static final String LAKE = "scout-lake";
    private static final int PART_BYTES = 16 << 20;
    private static final Duration START = Duration.ofMinutes(2);
    private static final long NOTICE_MILLIS = 1_000;

    private final Process process;
    private final Path log;
    private final S3Client s3;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningPlatform(Process process, Path log, S3Client s3) {
        this.process = process;
        this.log = log;
        this.s3 = s3;
    }

    private static S3Client client() {
        return S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create("http://127.0.0.1:4566"))
                .region(Region.AP_SOUTHEAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("scout", "scout-secret")))
                .serviceConfiguration(c -> c.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .build();
    }

    /** @param parameters of the template that are not to have their defaults */
    static RunningPlatform start(Path root, Path data, List<String> parameters)
            throws IOException, InterruptedException {
        S3Client s3 = client();
        Path log = data.resolveSibling(data.getFileName() + ".log");
        List<String> command =
                new ArrayList<>(List.of(root.resolve("scout").toString(), "up", "--data", data.toString()));
        parameters.forEach(parameter -> command.addAll(List.of("--parameter", parameter)));
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RunningPlatform platform = new RunningPlatform(process, log, s3);
        Instant deadline = Instant.now().plus(START);
        while (!platform.answers()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                process.destroy();
                throw new IllegalStateException("./scout up did not start:\n" + Files.readString(log));
            }
            Thread.sleep(500);
        }
        return platform;
    }

    private boolean answers() {
        try {
            HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:3000/functions/v1/health"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() > 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void put(String key, Path file) {
        s3.putObject(b -> b.bucket(LAKE).key(key), RequestBody.fromFile(file));
    }

    void putText(String key, String text) {
        s3.putObject(b -> b.bucket(LAKE).key(key), RequestBody.fromString(text));
    }

    /** In parts, as the AWS CLI puts what is large. */
    void putInParts(String key, Path file) throws IOException {
        complete(key, uploadParts(key, file));
    }

    /** The same file under several keys, all of them uploaded before the first is whole. */
    void putTogether(String prefix, int many, Path file) throws IOException {
        Map<String, Upload> uploads = new LinkedHashMap<>();
        for (int i = 0; i < many; i++) {
            uploads.put(prefix + i + ".ndjson", uploadParts(prefix + i + ".ndjson", file));
        }
        uploads.forEach(this::complete);
    }

    private record Upload(String id, List<CompletedPart> parts) {}

    private Upload uploadParts(String key, Path file) throws IOException {
        String upload = s3.createMultipartUpload(b -> b.bucket(LAKE).key(key)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] bytes = in.readNBytes(PART_BYTES); bytes.length > 0; bytes = in.readNBytes(PART_BYTES)) {
                int number = parts.size() + 1;
                String etag = s3.uploadPart(
                                b -> b.bucket(LAKE).key(key).uploadId(upload).partNumber(number),
                                RequestBody.fromBytes(bytes))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
        }
        return new Upload(upload, parts);
    }

    private void complete(String key, Upload upload) {
        s3.completeMultipartUpload(
                b -> b.bucket(LAKE).key(key).uploadId(upload.id()).multipartUpload(m -> m.parts(upload.parts())));
    }

    /** Waits until the ledger says that so many objects below a prefix have ended. */
    void awaitLoaded(String prefix, int files) throws SQLException, InterruptedException {
        String sql = "select count(*) from scout.ingest_files where starts_with(key, '" + prefix
                + "') and status in ('loaded', 'partial', 'rejected', 'skipped')";
        while (number(sql) < files) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the platform ended; its output is in " + log);
            }
            Thread.sleep(20);
        }
    }

    String invoke(String function, String event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:3001/2015-03-31/functions/" + function + "/invocations"))
                .timeout(Duration.ofMinutes(15))
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200
                || answer.headers().firstValue("X-Amz-Function-Error").isPresent()) {
            throw new IllegalStateException(function + " failed: " + answer.body());
        }
        return answer.body();
    }

    /** A pipeline that claims the keys of a benchmark. */
    void claim(String pipeline, String pattern) throws SQLException {
        execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern) values ('" + pipeline + "', '"
                + pattern + "') on conflict do nothing");
    }

    /** Peak resident memory of the loader's processes: how many there are, and that of the largest. */
    record Resident(int processes, double megabytes) {}

    /** What Linux says of the processes that run the loader's package. */
    Resident loaderMemory() throws IOException {
        double peak = 0;
        List<ProcessHandle> loaders = loaders();
        for (ProcessHandle loader : loaders) {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(loader.pid()), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    peak = Math.max(peak, Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1000 * 1.024);
                }
            }
        }
        return new Resident(loaders.size(), peak);
    }

    boolean loaderIsNative() {
        return loaders().stream().anyMatch(loader -> commandLine(loader).contains("bootstrap"));
    }

    /** Ends the loader's processes, and waits until the platform has noticed; the next event starts one anew. */
    void stopLoaders() throws InterruptedException {
        List<ProcessHandle> ended = loaders();
        ended.forEach(ProcessHandle::destroyForcibly);
        ended.forEach(loader -> loader.onExit().join());
        Thread.sleep(NOTICE_MILLIS);
    }

    private List<ProcessHandle> loaders() {
        return process.descendants()
                .filter(child -> commandLine(child).contains("s3-data-loader"))
                .toList();
    }

    private static String commandLine(ProcessHandle child) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(child.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:54322/postgres", "postgres", "postgres");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    double number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getDouble(1);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        s3.close();
    }
}
