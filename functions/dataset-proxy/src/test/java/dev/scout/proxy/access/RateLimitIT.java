package dev.scout.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.local.LocalDatabase;
import dev.scout.proxy.Configs;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** One count for all instances, in a real PostgreSQL with the proxy's own role. */
final class RateLimitIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");

    private static LocalDatabase database;

    private final SteppingClock clock = new SteppingClock();
    private final String user = "user-" + UUID.randomUUID();

    @BeforeAll
    static void startDatabase() {
        database = LocalDatabase.start(null, 0, false);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @Test
    void refusesTheEleventhRequestUntilTheMinuteIsOver() {
        RateLimit limit = instance(10);
        for (int i = 9; i >= 0; i--) {
            Allowance allowance = limit.take(user);
            assertThat(allowance.granted()).isTrue();
            assertThat(allowance.remaining()).isEqualTo(i);
            assertThat(allowance.resetSeconds()).isEqualTo(60 - (9 - i));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(limit.take(user)).isEqualTo(new Allowance(false, 10, 0, 50));
        clock.advance(Duration.ofSeconds(49));
        assertThat(limit.take(user)).isEqualTo(new Allowance(false, 10, 0, 1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(limit.take(user)).isEqualTo(new Allowance(true, 10, 9, 60));
    }

    @Test
    void aMinuteBeginsWithItsFirstRequest() {
        RateLimit limit = instance(10);
        limit.take(user);
        clock.advance(Duration.ofSeconds(119));

        for (int i = 0; i < 10; i++) {
            assertThat(limit.take(user).granted()).isTrue();
        }
        clock.advance(Duration.ofSeconds(2));
        assertThat(limit.take(user).granted())
                .as("2 s into the second minute of a fixed rhythm")
                .isFalse();
    }

    @Test
    void twoInstancesShareOneCount() {
        RateLimit one = instance(10);
        RateLimit other = instance(10);
        for (int i = 0; i < 5; i++) {
            assertThat(one.take(user).granted()).isTrue();
            assertThat(other.take(user).granted()).isTrue();
        }

        assertThat(one.take(user).granted()).isFalse();
        assertThat(other.take(user).granted()).isFalse();
        assertThat(other.take(user + "-2").granted()).as("another user").isTrue();
    }

    @Test
    void grantsNoMoreWhenManyAskAtOnce() throws InterruptedException, ExecutionException {
        List<RateLimit> instances = List.of(instance(10), instance(10), instance(10), instance(10));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Allowance>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                RateLimit instance = instances.get(i % instances.size());
                answers.add(threads.submit(() -> instance.take(user)));
            }
            int granted = 0;
            for (Future<Allowance> answer : answers) {
                granted += answer.get().granted() ? 1 : 0;
            }
            assertThat(granted).isEqualTo(10);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void removesEndedMinutes() throws SQLException {
        RateLimit limit = instance(3);
        limit.take(user);
        clock.advance(Duration.ofMinutes(11));
        limit.take(user + "-2");

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from scout.rate_limit_buckets where id = '3:" + user + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void letsNobodyInUncounted() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/postgres");
        RateLimit limit = new RateLimit(Configs.working(), nowhere, clock);

        assertThatThrownBy(() -> limit.take(user))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }

    private RateLimit instance(int perMinute) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser("scout_proxy");
        dataSource.setPassword("scout_proxy");
        return new RateLimit(
                Configs.with(Map.of("proxy.rate-limit-per-minute", Integer.toString(perMinute))), dataSource, clock);
    }

    private static final class SteppingClock extends Clock {

        private volatile Instant now = START;

        void advance(Duration step) {
            now = now.plus(step);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
