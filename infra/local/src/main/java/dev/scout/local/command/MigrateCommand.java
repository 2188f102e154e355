package dev.scout.local.command;

import dev.scout.local.LocalPlatformException;
import dev.scout.local.Migrations;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./scout migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Bring a database (on AWS, too) to the newest schema. The local platform does it by itself.",
        footer = {
            "",
            "A role whose password is given may log in from then on; instead of options, which other users of the machine",
            "can see, set SCOUT_MIGRATE_PASSWORD and SCOUT_LOADER_PASSWORD, SCOUT_TRANSFORM_PASSWORD, …"
        })
public final class MigrateCommand implements Callable<Integer> {

    @Option(names = "--url", required = true, paramLabel = "URL", description = "jdbc:postgresql://host:port/database")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String url;

    @Option(
            names = "--user",
            required = true,
            paramLabel = "NAME",
            description = "One who may create schemas and roles.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String user;

    @Option(names = "--password", paramLabel = "PASSWORD", description = "Else SCOUT_MIGRATE_PASSWORD.")
    private @Nullable String password;

    @Option(
            names = "--role-password",
            paramLabel = "ROLE=PASSWORD",
            description = "For scout_loader, scout_transform, scout_publisher, scout_proxy.")
    private Map<String, String> rolePasswords = new HashMap<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        String secret = password == null ? System.getenv("SCOUT_MIGRATE_PASSWORD") : password;
        if (secret == null) {
            throw new LocalPlatformException("A password is needed: set SCOUT_MIGRATE_PASSWORD or give --password.");
        }
        Map<String, String> roles = roles();
        int applied = Migrations.apply(url, user, secret);
        Migrations.allowLogin(url, user, secret, roles);
        spec.commandLine()
                .getOut()
                .println(applied + " migrations applied; passwords set for "
                        + (roles.isEmpty() ? "no role" : String.join(", ", roles.keySet())) + ".");
        return 0;
    }

    private Map<String, String> roles() {
        Map<String, String> given = new HashMap<>(rolePasswords);
        for (String role : Migrations.ROLES) {
            String fromEnvironment = System.getenv(role.toUpperCase(Locale.ROOT) + "_PASSWORD");
            if (fromEnvironment != null) {
                given.putIfAbsent(role, fromEnvironment);
            }
        }
        for (String role : given.keySet()) {
            if (!Migrations.ROLES.contains(role)) {
                throw new LocalPlatformException(
                        "There is no role " + role + "; there are " + String.join(", ", Migrations.ROLES) + ".");
            }
        }
        return given;
    }
}
