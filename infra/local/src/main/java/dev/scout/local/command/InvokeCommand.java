package dev.scout.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.LocalPlatformException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./scout invoke}. */
@Command(
        name = "invoke",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Invoke a function of the running platform and print its answer.",
        footer = {"", "infra/sam/events holds an event of each form."})
public final class InvokeCommand implements Callable<Integer> {

    private static final int FUNCTION_FAILED = 1;

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = "s3-data-loader, transform, publisher or dataset-proxy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String function;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "EVENT.json",
            description =
                    "The event; - reads it from the input. Without it {}: transform runs every stage, publisher publishes everything.")
    private @Nullable String event;

    @Option(names = "--async", description = "Do not wait for the answer; retries and destinations apply.")
    private boolean async;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int port = RunningPlatform.find().lambdaPort();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/2015-03-31/functions/" + function + "/invocations"))
                .header("X-Amz-Invocation-Type", async ? "Event" : "RequestResponse")
                .POST(BodyPublishers.ofByteArray(event()))
                .build();
        try {
            return print(HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()));
        } catch (ConnectException e) {
            throw RunningPlatform.absent("platform", port, e);
        }
    }

    private byte[] event() throws IOException {
        if (event == null) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
        if (event.equals("-")) {
            return System.in.readAllBytes();
        }
        Path file = Path.of(event);
        if (!Files.isRegularFile(file)) {
            throw new LocalPlatformException("The event " + file + " is not a file.");
        }
        return Files.readAllBytes(file);
    }

    private int print(HttpResponse<byte[]> response) {
        if (response.statusCode() >= 400) {
            JsonNode error = Json.parse(response.body()).orElse(Json.object());
            throw new LocalPlatformException(
                    error.path("Message").asText("The platform answered " + response.statusCode() + "."));
        }
        Optional<JsonNode> answer = Json.parse(response.body());
        String text = answer.map(JsonNode::toPrettyString)
                .orElseGet(() -> new String(response.body(), StandardCharsets.UTF_8));
        boolean failed = response.headers().firstValue("X-Amz-Function-Error").isPresent();
        (failed ? spec.commandLine().getErr() : spec.commandLine().getOut()).println(text);
        return failed ? FUNCTION_FAILED : 0;
    }
}
