package dev.scout.publisher;

import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalObjectStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and S3 for the function as Quarkus puts it together. */
public final class LocalPlatform implements QuarkusTestResourceLifecycleManager {

    private @Nullable LocalDatabase database;
    private @Nullable LocalObjectStore store;
    private @Nullable Path objects;

    @Override
    public Map<String, String> start() {
        LocalDatabase startedDatabase = LocalDatabase.start(null, 0, false);
        database = startedDatabase;
        LocalObjectStore startedStore = startStore();
        store = startedStore;
        startedStore.createBucket("scout-datasets");
        return Map.of(
                "SCOUT_DB_URL",
                startedDatabase.jdbcUrl(),
                "SCOUT_DB_USER",
                "scout_publisher",
                "SCOUT_DB_PASSWORD",
                "scout_publisher",
                "SCOUT_S3_ENDPOINT",
                startedStore.endpoint().toString(),
                "quarkus.s3.aws.region",
                LocalObjectStore.REGION,
                "quarkus.s3.aws.credentials.type",
                "static",
                "quarkus.s3.aws.credentials.static-provider.access-key-id",
                LocalObjectStore.ACCESS_KEY,
                "quarkus.s3.aws.credentials.static-provider.secret-access-key",
                LocalObjectStore.SECRET_KEY);
    }

    private LocalObjectStore startStore() {
        try {
            Path directory = Files.createTempDirectory("scout-it-publisher-");
            objects = directory;
            return LocalObjectStore.start(directory, 0, created -> {});
        } catch (IOException e) {
            throw new UncheckedIOException("The S3 server has no directory", e);
        }
    }

    @Override
    public void stop() {
        Objects.requireNonNull(store).close();
        Objects.requireNonNull(database).close();
        try (Stream<Path> tree = Files.walk(Objects.requireNonNull(objects))) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("The S3 server's directory could not be deleted", e);
        }
    }
}
