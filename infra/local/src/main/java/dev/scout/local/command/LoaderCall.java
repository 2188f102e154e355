package dev.scout.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.command.FunctionCall.Answer;
import java.util.List;
import picocli.CommandLine;

/** Asks the loader to do something besides loading, and tells how far it is. */
final class LoaderCall {

    private static final String FUNCTION = "s3-data-loader";

    private LoaderCall() {}

    /** Answers the exit code. */
    static int ask(ObjectNode event, CommandLine command) throws InterruptedException {
        Answer answer = FunctionCall.invoke(FUNCTION, Json.bytes(event), false);
        List<String> lines = answer.failed() ? List.of() : lines(answer.json());
        if (lines.isEmpty()) {
            return answer.explain(command);
        }
        lines.forEach(command.getOut()::println);
        return 0;
    }

    /** Nothing where the answer tells of something else. */
    private static List<String> lines(JsonNode answer) {
        if (answer.has("redrive")) {
            return List.of(LoaderAnswers.redrive(answer.get("redrive")));
        }
        if (answer.has("backfill") || answer.has("backfills")) {
            return LoaderAnswers.sweeps(answer);
        }
        return answer.has("syncs") ? LoaderAnswers.syncs(answer.get("syncs")) : List.of();
    }
}
