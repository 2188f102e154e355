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
import java.util.Optional;
import picocli.CommandLine;

/** One invocation of a function of the running platform. */
final class FunctionCall {

    private static final int FUNCTION_FAILED = 1;

    private FunctionCall() {}

    /**
     * What the function answered.
     *
     * @param failed whether it answered with an error
     */
    record Answer(String payload, boolean failed) {

        JsonNode json() {
            return parsed().orElse(Json.object());
        }

        private Optional<JsonNode> parsed() {
            return Json.parse(payload.getBytes(StandardCharsets.UTF_8));
        }

        /** Says in a sentence why it failed, where the function said so, and answers the command's exit code. */
        int explain(CommandLine to) {
            String sentence = json().path("errorMessage").asText("");
            if (!failed || sentence.isEmpty()) {
                return print(to);
            }
            to.getErr().println(sentence);
            return FUNCTION_FAILED;
        }

        /** Prints it and answers the command's exit code. */
        int print(CommandLine to) {
            String text = parsed().map(JsonNode::toPrettyString).orElse(payload);
            (failed ? to.getErr() : to.getOut()).println(text);
            return failed ? FUNCTION_FAILED : 0;
        }
    }

    static Answer invoke(String function, byte[] event, boolean async) throws InterruptedException {
        int port = RunningPlatform.find().lambdaPort();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/2015-03-31/functions/" + function + "/invocations"))
                .header("X-Amz-Invocation-Type", async ? "Event" : "RequestResponse")
                .POST(BodyPublishers.ofByteArray(event))
                .build();
        try {
            return answer(HttpClient.newHttpClient().send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (ConnectException e) {
            throw RunningPlatform.absent("platform", port, e);
        } catch (IOException e) {
            throw new LocalPlatformException("The platform ended the invocation: " + e.getMessage() + ".", e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        if (response.statusCode() >= 400) {
            JsonNode error = new Answer(response.body(), true).json();
            throw new LocalPlatformException(
                    error.path("Message").asText("The platform answered " + response.statusCode() + "."));
        }
        return new Answer(
                response.body(),
                response.headers().firstValue("X-Amz-Function-Error").isPresent());
    }
}
