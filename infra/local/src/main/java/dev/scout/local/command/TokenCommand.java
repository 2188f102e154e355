package dev.scout.local.command;

import dev.scout.local.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./scout token}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Print a signed token that the local platform takes, and no other.")
public final class TokenCommand implements Callable<Integer> {

    @Option(names = "--sub", required = true, paramLabel = "NAME", description = "Who it is for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String subject;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "authenticated",
            description = "anon, authenticated or service_role (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String role;

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long it holds (${DEFAULT-VALUE}).")
    private long lifetimeSeconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println(Tokens.sign(subject, role, Instant.now(), Duration.ofSeconds(lifetimeSeconds)));
        return 0;
    }
}
