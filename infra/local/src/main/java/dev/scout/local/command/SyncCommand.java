package dev.scout.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./scout sync}. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description =
                "Copy what is new in the storages of scout.external_storage_config into the lake now; else it is done every quarter of an hour.")
public final class SyncCommand implements Callable<Integer> {

    @Option(names = "--environment", paramLabel = "NAME", description = "Only the storage of that name.")
    private @Nullable String environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode event = Json.object();
        if (environment == null) {
            event.put("sync", true);
        } else {
            event.putObject("sync").put("environment", environment);
        }
        return LoaderCall.ask(event, spec.commandLine());
    }
}
