package dev.scout.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./scout backfill}. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Load what lies under a prefix and is not loaded yet, or tell how far that is.",
        footer = {
            "",
            "What the ledger has as loaded is passed over; what was rejected, skipped or parked is tried again.",
            "--list tells how far the backfills and reconciles are."
        })
public final class BackfillCommand implements Callable<Integer> {

    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private What what;

    @Option(names = "--bucket", paramLabel = "NAME", description = "Another bucket than the lake.")
    private @Nullable String bucket;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Only what was last modified then or later: a day (2024-01-31) or a time (2024-01-31T12:00:00Z).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Only what was last modified before; a day is meant with all of it.")
    private @Nullable String to;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** What is asked for. */
    static final class What {

        @Option(names = "--prefix", paramLabel = "PREFIX", description = "What the keys begin with; '' for all.")
        private @Nullable String prefix;

        @Option(
                names = "--stop",
                paramLabel = "ID",
                description = "Have it stop; what is in the queue is loaded still.")
        private @Nullable Long stop;

        @Option(names = "--resume", paramLabel = "ID", description = "Have it go on where it stands.")
        private @Nullable Long resume;

        @Option(names = "--list", description = "The latest.")
        private boolean list;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode event = Json.object();
        ObjectNode backfill = event.putObject("backfill");
        if (what.list) {
            backfill.put("list", true);
        } else if (what.stop != null) {
            backfill.put("stop", what.stop);
        } else if (what.resume != null) {
            backfill.put("resume", what.resume);
        } else {
            backfill.put("prefix", what.prefix);
            put(backfill, "bucket", bucket);
            put(backfill, "from", from);
            put(backfill, "to", to);
        }
        return LoaderCall.ask(event, spec.commandLine());
    }

    private static void put(ObjectNode into, String name, @Nullable String value) {
        if (value != null) {
            into.put(name, value);
        }
    }
}
