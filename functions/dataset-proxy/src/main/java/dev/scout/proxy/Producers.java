package dev.scout.proxy;

import dev.scout.runs.RunLog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** What comes from outside this function. */
final class Producers {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RunLog runLog(DataSource dataSource) {
        return new RunLog(dataSource);
    }
}
