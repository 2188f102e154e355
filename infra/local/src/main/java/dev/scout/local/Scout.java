package dev.scout.local;

import dev.scout.local.command.BackfillCommand;
import dev.scout.local.command.DemoCommand;
import dev.scout.local.command.EncryptCommand;
import dev.scout.local.command.InvokeCommand;
import dev.scout.local.command.MigrateCommand;
import dev.scout.local.command.ReconcileCommand;
import dev.scout.local.command.RedriveCommand;
import dev.scout.local.command.ReplayCommand;
import dev.scout.local.command.SqlCommand;
import dev.scout.local.command.SyncCommand;
import dev.scout.local.command.TokenCommand;
import dev.scout.local.command.UpCommand;
import dev.scout.local.generate.GenerateCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code ./scout} command. */
@Command(
        name = "scout",
        mixinStandardHelpOptions = true,
        description = "Scout on one machine: a file dropped into S3 becomes a dataset behind a signed link.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            InvokeCommand.class,
            BackfillCommand.class,
            ReconcileCommand.class,
            RedriveCommand.class,
            ReplayCommand.class,
            GenerateCommand.class,
            TokenCommand.class,
            SqlCommand.class,
            MigrateCommand.class,
            SyncCommand.class,
            EncryptCommand.class,
            HelpCommand.class
        },
        footer = {"  test      Run the whole test suite (./mvnw verify).", "", "docs/local-platform.md tells more."})
public final class Scout {

    private Scout() {}

    public static void main(String[] arguments) {
        System.exit(run(
                arguments,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }

    /** Runs one command and answers its exit code; what went wrong is told in a sentence. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return new CommandLine(new Scout())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    err.println(Failure.sentence(failure));
                    return 1;
                })
                .execute(arguments);
    }
}
