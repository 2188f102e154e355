package dev.scout.local.command;

import dev.scout.local.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./scout reconcile}. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description =
                "List the bucket against the ledger now, and load what no event announced; else it is done every hour.")
public final class ReconcileCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return LoaderCall.ask(Json.object().put("reconcile", true), spec.commandLine());
    }
}
