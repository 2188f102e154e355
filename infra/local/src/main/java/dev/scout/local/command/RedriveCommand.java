package dev.scout.local.command;

import dev.scout.local.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./scout redrive}. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = "Have everything tried again that was given up on and is parked in the dead-letter queue.")
public final class RedriveCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return LoaderCall.ask(Json.object().put("redrive", true), spec.commandLine());
    }
}
