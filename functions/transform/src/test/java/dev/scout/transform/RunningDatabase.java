package dev.scout.transform;

import dev.scout.local.LocalDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The database that the function under test is configured with, as its environment would. */
public final class RunningDatabase implements QuarkusTestResourceLifecycleManager {

    private final LocalDatabase database = LocalDatabase.start(null, 0, false);

    @Override
    public Map<String, String> start() {
        return Map.of(
                "SCOUT_DB_URL",
                database.jdbcUrl(),
                "SCOUT_DB_USER",
                "scout_transform",
                "SCOUT_DB_PASSWORD",
                "scout_transform");
    }

    @Override
    public void stop() {
        database.close();
    }
}
