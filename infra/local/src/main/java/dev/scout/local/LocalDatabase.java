package dev.scout.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 17 on this machine with Scout's schema in it. Superuser {@code postgres}, password {@code postgres};
 * each function's role logs in with its own name as the password.
 */
public final class LocalDatabase implements AutoCloseable {

    public static final String SUPERUSER = "postgres";
    public static final String SUPERUSER_PASSWORD = "postgres";

    private static final Duration STARTUP_WAIT = Duration.ofSeconds(60);
    /** Held strongly: java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger SERVER_LOGGER = Logger.getLogger("io.zonky.test.db.postgres");

    private final Path directory;
    private final boolean temporary;
    private final boolean durable;
    private final int port;
    private final Thread closer = new Thread(this::close, "local-database-closer");
    private @Nullable EmbeddedPostgres server;

    private LocalDatabase(Path directory, boolean temporary, int port, boolean durable) {
        this.directory = directory;
        this.temporary = temporary;
        this.durable = durable;
        this.port = port;
    }

    /**
     * Starts the server, applies the migrations, lets the roles log in.
     *
     * @param dataDirectory where it keeps its data, made if it is not there; null for one that goes when this is closed
     * @param port 0 for a free one
     * @param durable whether a commit survives a power cut (fsync); without it everything is faster
     */
    public static LocalDatabase start(@Nullable Path dataDirectory, int port, boolean durable) {
        Path directory = dataDirectory == null ? WorkDirectory.createTemporary("scout-postgres-") : dataDirectory;
        boolean temporary = dataDirectory == null;
        LocalDatabase database = new LocalDatabase(directory, temporary, Ports.claim(port, "PostgreSQL"), durable);
        Runtime.getRuntime().addShutdownHook(database.closer);
        try {
            database.startServer();
            Migrations.apply(database.jdbcUrl(), SUPERUSER, SUPERUSER_PASSWORD);
            Migrations.allowLogin(database.jdbcUrl(), SUPERUSER, SUPERUSER_PASSWORD, passwordsOfRoles());
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Map<String, String> passwordsOfRoles() {
        return Migrations.ROLES.stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    /** A connection of the superuser's. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), SUPERUSER, SUPERUSER_PASSWORD);
    }

    /** A connection of a function's role, with just that role's rights. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), role, role);
    }

    /** Stops the server as an administrator would (every connection breaks) and starts it again with the same data and port. */
    public synchronized void restart() {
        stop();
        startServer();
    }

    /** Stops the server and keeps its data; {@link #restart()} brings it back. */
    public synchronized void stop() {
        EmbeddedPostgres running = server;
        server = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL in " + directory + " could not be stopped", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        stop();
        if (temporary) {
            WorkDirectory.delete(directory);
        }
        if (Thread.currentThread() != closer) {
            try {
                Runtime.getRuntime().removeShutdownHook(closer);
            } catch (IllegalStateException shuttingDown) {
                // The hook runs or is about to: closing twice does no harm.
            }
        }
    }

    private synchronized void startServer() {
        SERVER_LOGGER.setLevel(Level.OFF);
        try {
            Files.createDirectories(directory);
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve("pgdata"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(STARTUP_WAIT)
                    .setServerConfig("fsync", durable ? "on" : "off")
                    .setServerConfig("full_page_writes", durable ? "on" : "off")
                    .setServerConfig("synchronous_commit", durable ? "on" : "off")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("timezone", "UTC")
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new LocalPlatformException(
                    "PostgreSQL did not start in " + directory + ": " + e.getMessage()
                            + ". Is there room on the disk, and does no other Scout use this directory?",
                    e);
        }
    }
}
