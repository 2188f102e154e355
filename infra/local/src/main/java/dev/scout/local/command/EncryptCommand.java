package dev.scout.local.command;

import dev.scout.local.LocalAccount;
import dev.scout.local.LocalPlatformException;
import dev.scout.secret.ConfigKey;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./scout encrypt}. */
@Command(
        name = "encrypt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Encrypt a secret of an external storage, for its row in scout.external_storage_config.",
        footer = {
            "",
            "The secret is read from the input, or asked for; it is never an argument, which others could see.",
            "The key is that of SCOUT_CONFIG_KEY; without it, the local platform's."
        })
public final class EncryptCommand implements Callable<Integer> {

    private static final List<String> COLUMNS = List.of(
            "s3_access_key_id", "s3_secret_access_key", "adls_account_key", "adls_sas_token", "adls_client_secret");

    @Option(names = "--environment", paramLabel = "NAME", description = "The row's environment, such as production.")
    private @Nullable String environment;

    @Option(
            names = "--column",
            paramLabel = "COLUMN",
            description =
                    "The column: s3_access_key_id, s3_secret_access_key, adls_account_key, adls_sas_token or adls_client_secret.")
    private @Nullable String column;

    @Option(names = "--new-key", description = "Print a new key for SCOUT_CONFIG_KEY, and nothing else.")
    private boolean newKey;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (newKey) {
            out.println(ConfigKey.generate());
            return 0;
        }
        if (environment == null || environment.isBlank() || column == null || !COLUMNS.contains(column)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say where the secret will stand: --environment NAME and --column, one of "
                            + String.join(", ", COLUMNS) + ".");
        }
        ConfigKey key = key();
        out.println(key.encrypt(secret(), ConfigKey.place(environment, column)));
        return 0;
    }

    private ConfigKey key() {
        String given = System.getenv("SCOUT_CONFIG_KEY");
        if (given != null && !given.isBlank()) {
            return ConfigKey.parse(given);
        }
        spec.commandLine()
                .getErr()
                .println(
                        "SCOUT_CONFIG_KEY is not set: this is encrypted with the local platform's key, for ./scout up alone.");
        return ConfigKey.parse(LocalAccount.CONFIG_KEY);
    }

    /** Before JDK 22 there is no console where the input is a file or a pipe; later ones read from it as well. */
    @SuppressWarnings("SystemConsoleNull")
    private String secret() throws IOException {
        Console console = System.console();
        String secret = System.getProperty("scout.terminal") != null && console != null
                ? new String(console.readPassword("Secret: "))
                : new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (secret == null || secret.isBlank()) {
            throw new LocalPlatformException("There was no secret in the input.");
        }
        return secret.strip();
    }
}
