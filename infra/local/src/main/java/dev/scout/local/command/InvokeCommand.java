package dev.scout.local.command;

import dev.scout.local.LocalPlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./scout invoke}. */
@Command(
        name = "invoke",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Invoke a function of the running platform and print its answer.",
        footer = {"", "infra/sam/events holds an event of each form."})
public final class InvokeCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = "s3-data-loader, transform, publisher or dataset-proxy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String function;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "EVENT.json",
            description =
                    "The event; - reads it from the input. Without it {}: transform runs every stage, publisher publishes everything.")
    private @Nullable String event;

    @Option(names = "--async", description = "Do not wait for the answer; retries and destinations apply.")
    private boolean async;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return FunctionCall.invoke(function, event(), async).print(spec.commandLine());
    }

    private byte[] event() throws IOException {
        if (event == null) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
        if (event.equals("-")) {
            return System.in.readAllBytes();
        }
        Path file = Path.of(event);
        if (!Files.isRegularFile(file)) {
            throw new LocalPlatformException("The event " + file + " is not a file.");
        }
        return Files.readAllBytes(file);
    }
}
