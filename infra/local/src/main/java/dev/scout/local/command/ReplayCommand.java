package dev.scout.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.command.FunctionCall.Answer;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./scout replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Read what is in quarantine again, and load what will do now.",
        footer = {
            "",
            "Everything that is said must be true of a record. What is refused again stays in quarantine, with its new reason.",
            "A record as it should have been goes into quarantine.corrected_text."
        })
public final class ReplayCommand implements Callable<Integer> {

    @Option(names = "--file", paramLabel = "FILE_ID", description = "What was refused of a file.")
    private @Nullable Long file;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "What was refused of a pipeline's files.")
    private @Nullable String pipeline;

    @Option(names = "--rule", paramLabel = "RULE", description = "What was refused by this rule.")
    private @Nullable String rule;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "What was refused then or later: a day (2024-01-31) or a time (2024-01-31T12:00:00Z).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "What was refused before; a day is meant with all of it.")
    private @Nullable String to;

    @Option(names = "--id", paramLabel = "QUARANTINE_ID", split = ",", description = "These, by their ids.")
    private @Nullable List<Long> ids;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode argument = argument();
        while (true) {
            Answer answer = FunctionCall.invoke(
                    "s3-data-loader", Json.bytes(Json.object().set("replay", argument)), false);
            JsonNode replay = answer.json().path("replay");
            if (answer.failed() || !replay.isObject()) {
                return answer.explain(spec.commandLine());
            }
            LoaderAnswers.replay(replay).forEach(spec.commandLine().getOut()::println);
            if (!answer.json().path("incomplete").asBoolean()) {
                return replay.path("files_failed").asLong() > 0 ? 1 : 0;
            }
            argument.set("after", replay.path("after"));
            argument.set("upto", replay.path("upto"));
        }
    }

    private ObjectNode argument() {
        ObjectNode argument = Json.object();
        if (file != null) {
            argument.put("file_id", file);
        }
        put(argument, "pipeline", pipeline);
        put(argument, "rule", rule);
        put(argument, "from", from);
        put(argument, "to", to);
        if (ids != null) {
            ids.forEach(argument.putArray("quarantine_ids")::add);
        }
        if (argument.isEmpty()) {
            throw new LocalPlatformException("Say what is to be replayed: --file, --pipeline, --rule or --id.");
        }
        return argument;
    }

    private static void put(ObjectNode into, String name, @Nullable String value) {
        if (value != null) {
            into.put(name, value);
        }
    }
}
