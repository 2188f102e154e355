package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Microsoft's emulator of Azure Storage, as {@code .ci/run} installs it, and a client that puts files there. */
final class Azurite implements AutoCloseable {

    static final String ACCOUNT = "tillaccount";
    static final String KEY = Base64.getEncoder().encodeToString("a key of the till's storage account".getBytes(UTF_8));
    static final String CONTAINER = "exports";

    private static final Pattern LISTENS = Pattern.compile("successfully listens on (http://127\\.0\\.0\\.1:\\d+)");
    private static final String VERSION = "2021-12-02";

    private final Process process;
    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private Azurite(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static Azurite start() throws Exception {
        String directory = System.getenv()
                .getOrDefault(
                        "SCOUT_AZURITE_DIR",
                        OtherServers.root().resolve("target/azurite").toString());
        Path program = Path.of(directory, "node_modules/azurite/dist/src/blob/main.js");
        OtherServers.require(
                Files.exists(program) && OtherServers.runs("node", "--version"),
                "Azurite is not there: npm install --prefix target/azurite azurite@3.35.0 (.ci/run does), with Node.js 20.");
        ProcessBuilder builder = new ProcessBuilder(
                        "node",
                        program.toString(),
                        "--blobPort",
                        "0",
                        "--inMemoryPersistence",
                        "--silent",
                        "--disableTelemetry")
                .redirectErrorStream(true);
        builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
        Process process = builder.start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                Azurite started = new Azurite(process, URI.create(listens.group(1) + "/" + ACCOUNT));
                started.send("PUT", "/" + CONTAINER, Map.of("restype", "container"), Map.of(), new byte[0]);
                return started;
            }
        }
        throw new IOException("Azurite did not start: " + lines);
    }

    URI endpoint() {
        return endpoint;
    }

    void put(String name, byte[] content) throws Exception {
        send(
                "PUT",
                "/" + CONTAINER + "/" + PercentEncoding.path(name),
                Map.of(),
                Map.of("x-ms-blob-type", "BlockBlob"),
                content);
    }

    /** As ADLS tools mark a directory where the account has no real ones. */
    void putDirectory(String name) throws Exception {
        send(
                "PUT",
                "/" + CONTAINER + "/" + PercentEncoding.path(name),
                Map.of(),
                Map.of("x-ms-blob-type", "BlockBlob", "x-ms-meta-hdi_isfolder", "true"),
                new byte[0]);
    }

    void setMetadata(String name, String value) throws Exception {
        send(
                "PUT",
                "/" + CONTAINER + "/" + PercentEncoding.path(name),
                Map.of("comp", "metadata"),
                Map.of("x-ms-meta-note", value),
                new byte[0]);
    }

    void delete(String name) throws Exception {
        send("DELETE", "/" + CONTAINER + "/" + PercentEncoding.path(name), Map.of(), Map.of(), new byte[0]);
    }

    /** A shared access signature of the account that may read and list. */
    static String sharedAccessSignature() throws Exception {
        String expiry = Instant.now()
                .plus(1, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String toSign = String.join("\n", ACCOUNT, "rl", "b", "sco", "", expiry, "", "", VERSION, "", "");
        return "sv=" + VERSION + "&ss=b&srt=sco&sp=rl&se=" + PercentEncoding.query(expiry) + "&sig="
                + PercentEncoding.query(hmac(toSign));
    }

    private void send(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body)
            throws Exception {
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("x-ms-date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        signed.put("x-ms-version", VERSION);
        StringBuilder text =
                new StringBuilder(method + "\n\n\n" + (body.length == 0 ? "" : body.length) + "\n" + "\n".repeat(8));
        signed.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append('/').append(ACCOUNT).append(endpoint.getPath()).append(path);
        StringBuilder address = new StringBuilder(endpoint + path);
        query.forEach((name, value) -> {
            text.append('\n').append(name).append(':').append(value);
            address.append('?').append(name).append('=').append(value);
        });
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.toString()))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Authorization", "SharedKey " + ACCOUNT + ":" + hmac(text.toString()));
        signed.forEach(request::header);
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
