package io.quarkus.amazon.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Stands where a Quarkus package has its handler: a small real function that does what its event says. */
public final class QuarkusStreamHandler implements RequestStreamHandler {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = JSON.readTree(input);
        if (event.at("/headers").has("x-answer")) {
            output.write(
                    Base64.getDecoder().decode(event.at("/headers/x-answer").asText()));
            return;
        }
        switch (event.path("do").asText("describe")) {
            case "fail" -> throw new IllegalStateException("as \"asked\"");
            case "exit" -> Runtime.getRuntime().halt(7);
            case "sleep" -> {
                if (event.has("mark")) {
                    Files.createFile(Path.of(event.path("mark").asText()));
                }
                sleep(event.path("millis").asLong());
            }
            case "answer" -> {
                JSON.writeValue(output, event.path("answer"));
                return;
            }
            default -> {}
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("event", event);
        answer.put("pid", ProcessHandle.current().pid())
                .put("requestId", context.getAwsRequestId())
                .put("arn", context.getInvokedFunctionArn())
                .put("remainingMillis", context.getRemainingTimeInMillis())
                .put("temporary", System.getProperty("java.io.tmpdir"))
                .put("maxMemory", Runtime.getRuntime().maxMemory());
        ObjectNode environment = answer.putObject("environment");
        System.getenv().forEach(environment::put);
        JSON.writeValue(output, answer);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
