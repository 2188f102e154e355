package dev.scout.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalPlatform;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.PlatformOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Where the platform that {@code ./scout up} started can be reached: told from process to process by {@code .scout/platform.json}. */
record RunningPlatform(int lambdaPort, int postgresPort) {

    private static final String LAMBDA = "lambdaPort";
    private static final String POSTGRES = "postgresPort";

    private static Path file() {
        return Project.root().resolve(".scout/platform.json");
    }

    static void announce(LocalPlatform platform) {
        Path file = file();
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.write(
                    file,
                    Json.bytes(Json.object()
                            .put(LAMBDA, platform.lambdaEndpoint().getPort())
                            .put(POSTGRES, platform.database().port())));
        } catch (IOException e) {
            throw new LocalPlatformException(file + " can't be written: " + e.getMessage() + ".", e);
        }
    }

    static void forget() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new LocalPlatformException(file() + " can't be removed: " + e.getMessage() + ".", e);
        }
    }

    /** The platform that was last announced, else one on the usual ports. */
    static RunningPlatform find() {
        try {
            JsonNode state = Json.parse(Files.readAllBytes(file())).orElse(Json.object());
            return new RunningPlatform(
                    state.path(LAMBDA).asInt(PlatformOptions.LAMBDA_PORT),
                    state.path(POSTGRES).asInt(PlatformOptions.POSTGRES_PORT));
        } catch (IOException notAnnounced) {
            return new RunningPlatform(PlatformOptions.LAMBDA_PORT, PlatformOptions.POSTGRES_PORT);
        }
    }

    Connection connect() {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + postgresPort + "/postgres",
                    LocalDatabase.SUPERUSER,
                    LocalDatabase.SUPERUSER_PASSWORD);
        } catch (SQLException e) {
            throw absent("database", postgresPort, e);
        }
    }

    static LocalPlatformException absent(String what, int port, Throwable cause) {
        return new LocalPlatformException(
                "No local " + what + " answers on 127.0.0.1:" + port + ": start the platform with ./scout up.", cause);
    }
}
