package dev.scout.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.ResultTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the loader answered, for people: how far it is, and what to do next. */
final class LoaderAnswers {

    private static final String[] SYNC = {"environment", "status", "listed", "copied", "bytes_copied", "gone", "failed"
    };

    private LoaderAnswers() {}

    static String redrive(JsonNode redrive) {
        long messages = redrive.path("messages").asLong();
        boolean complete = redrive.path("complete").asBoolean();
        if (messages == 0 && complete) {
            return "Nothing to redrive: there is no dead letter, and no file is parked.";
        }
        return counted(messages, "message is", "messages are") + " back in the ingest queue"
                + (complete ? "." : "; the loader goes on with the others.");
    }

    static List<String> replay(JsonNode replay) {
        long loaded = replay.path("loaded").asLong();
        long refused = replay.path("refused_again").asLong();
        long files = replay.path("files_loaded_again").asLong();
        List<String> counts = new ArrayList<>(List.of(counted(loaded, "record", "records") + " loaded"));
        if (refused > 0) {
            counts.add(refused + " refused again");
        }
        if (files > 0) {
            counts.add(counted(files, "whole file", "whole files") + " loaded again");
        }
        replay.path("left")
                .properties()
                .forEach(left -> counts.add(
                        left.getValue().asLong() + " left (" + left.getKey().replace('_', ' ') + ")"));
        List<String> lines = new ArrayList<>();
        boolean goesOn = replay.path("goes_on").asBoolean();
        if (counts.size() == 1
                && loaded == 0
                && !goesOn
                && replay.path("failed").isEmpty()) {
            return List.of("Nothing to replay: no record in quarantine is like that and still refused.");
        }
        lines.add(String.join(", ", counts) + (goesOn ? "; the loader goes on with the others." : "."));
        if (refused > 0) {
            lines.add("Why: select quarantine_id, rule, message from scout.quarantine where replayed_at is null;");
        }
        replay.path("failed")
                .forEach(failed -> lines.add("File " + failed.path("file_id").asText() + ": "
                        + failed.path("message").asText()));
        return lines;
    }

    static List<String> syncs(JsonNode syncs) {
        if (syncs.isEmpty()) {
            return List.of("No storage is to be read: scout.external_storage_config has no row that is enabled.");
        }
        ResultTable table = new ResultTable(SYNC);
        List<String> troubles = new ArrayList<>();
        for (JsonNode sync : syncs) {
            table.add(Stream.of(SYNC).map(column -> sync.path(column).asText()).toArray());
            String name = sync.path("environment").asText();
            if (sync.has("message")) {
                troubles.add(name + ": " + sync.path("message").asText());
            }
            sync.path("failures")
                    .forEach(failure ->
                            troubles.add(name + ", " + failure.path("key").asText() + ": "
                                    + failure.path("message").asText()));
        }
        return Stream.concat(table.lines().stream(), troubles.stream()).toList();
    }

    /** Backfills and reconciles: one row each, then why one stands still, then what to do. */
    static List<String> sweeps(JsonNode answer) {
        List<JsonNode> rows = new ArrayList<>();
        answer.path("backfills").forEach(rows::add);
        if (answer.hasNonNull("backfill")) {
            rows.add(answer.get("backfill"));
        }
        if (rows.isEmpty()) {
            return List.of("There has been no backfill or reconcile yet.");
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
                "parked");
        List<String> lines = new ArrayList<>();
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
                    row.path("parked").asText());
            if (row.hasNonNull("error")) {
                lines.add("Backfill " + row.path("backfill_id").asText() + ": "
                        + row.path("error").asText());
            }
        }
        lines.addAll(0, table.lines());
        if (sum(rows, "waiting") > 0) {
            lines.add("What waits is in the queue: ./scout backfill --list tells what became of it.");
        }
        if (sum(rows, "rejected") > 0) {
            lines.add("Why it was rejected: select key, error from scout.load_history where state = 'rejected';");
        }
        if (sum(rows, "parked") > 0) {
            lines.add("What is parked is tried again by ./scout redrive, once its error is put right.");
        }
        return lines;
    }

    private static long sum(List<JsonNode> rows, String column) {
        return rows.stream().mapToLong(row -> row.path(column).asLong()).sum();
    }

    private static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
