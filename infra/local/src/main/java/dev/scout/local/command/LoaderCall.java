package dev.scout.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.ResultTable;
import dev.scout.local.command.FunctionCall.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;

/** Asks the loader to do something besides loading, and tells how far it is. */
final class LoaderCall {

    private static final String FUNCTION = "s3-data-loader";

    private LoaderCall() {}

    /** Answers the exit code. */
    static int ask(ObjectNode event, CommandLine command) throws InterruptedException {
        Answer answer = FunctionCall.invoke(FUNCTION, Json.bytes(event), false);
        JsonNode json = answer.json();
        if (!answer.failed() && json.has("redrive")) {
            command.getOut().println(redriven(json.get("redrive")));
            return 0;
        }
        if (!answer.failed() && (json.has("backfill") || json.has("backfills"))) {
            sweeps(json).lines().forEach(command.getOut()::println);
            return 0;
        }
        if (!answer.failed() && json.has("syncs")) {
            syncs(json).lines().forEach(command.getOut()::println);
            return 0;
        }
        return answer.print(command);
    }

    private static ResultTable syncs(JsonNode answer) {
        String[] columns = {"environment", "status", "listed", "copied", "bytes_copied", "gone", "failed"};
        ResultTable table = new ResultTable(columns);
        for (JsonNode row : answer.path("syncs")) {
            table.add(Arrays.stream(columns)
                    .map(column -> row.path(column).asText())
                    .toArray());
        }
        return table;
    }

    private static String redriven(JsonNode redrive) {
        return redrive.path("messages").asLong() + " messages are back in the ingest queue"
                + (redrive.path("complete").asBoolean() ? "." : "; the loader goes on with the others.");
    }

    private static ResultTable sweeps(JsonNode answer) {
        List<JsonNode> rows = new ArrayList<>();
        answer.path("backfills").forEach(rows::add);
        if (answer.hasNonNull("backfill")) {
            rows.add(answer.get("backfill"));
        }
        ResultTable table = new ResultTable(
                "id",
                "kind",
                "prefix",
                "status",
                "listed",
                "sent",
                "loaded",
                "rejected",
                "skipped",
                "waiting",
                "parked",
                "error");
        for (JsonNode row : rows) {
            table.add(
                    row.path("backfill_id").asText(),
                    row.path("kind").asText(),
                    StreamSupport.stream(row.path("prefixes").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(" ")),
                    row.path("status").asText(),
                    row.path("objects_listed").asText(),
                    row.path("objects_sent").asText(),
                    row.path("loaded").asText(),
                    row.path("rejected").asText(),
                    row.path("skipped").asText(),
                    row.path("waiting").asText(),
                    row.path("parked").asText(),
                    row.path("error").asText(""));
        }
        return table;
    }
}
