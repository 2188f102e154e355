package dev.scout.proxy.access;

import dev.scout.proxy.ProxyConfig;
import dev.scout.proxy.problem.ProblemException;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.jdbc.CustomColumnProvider;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Counts each user's requests in {@code scout.rate_limit_buckets}, for all instances together. A user's minute begins with the first request
 * after the last one ended; in it there are as many requests as the limit says, then none.
 */
@Singleton
public final class RateLimit {

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(RateLimit.class);
    private static final Duration BETWEEN_CLEANUPS = Duration.ofMinutes(10);
    private static final String FORGET_ENDED_WINDOW =
            "delete from scout.rate_limit_buckets where id = ? and expires_at <= ?";
    private static final String REMOVE_ENDED_WINDOWS = """
            delete from scout.rate_limit_buckets where id in (
              select id from scout.rate_limit_buckets where expires_at <= ? limit 1000 for update skip locked)""";

    private final DataSource dataSource;
    private final Clock clock;
    private final int limit;
    private final BucketConfiguration bucket;
    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;
    private Instant nextCleanup = Instant.MIN;

    RateLimit(ProxyConfig config, DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.limit = config.rateLimitPerMinute();
        this.bucket = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(limit)
                        .refillIntervally(limit, WINDOW)
                        .build())
                .build();
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("scout.rate_limit_buckets")
                .idColumn("id")
                .stateColumn("state")
                .addCustomColumn(new WindowEnd())
                .clientClock(new WallClock(clock))
                .build();
    }

    /**
     * Takes one request from the user's minute.
     *
     * @throws ProblemException {@code UNAVAILABLE} where it can't be counted: nobody gets in uncounted
     */
    Allowance take(String subject) {
        // The limit is part of the id: a bucket keeps the limit that it was made with.
        String id = limit + ":" + subject;
        try {
            forgetEndedWindow(id);
            ConsumptionProbe probe = buckets.getProxy(id, () -> bucket).tryConsumeAndReturnRemaining(1);
            cleanUpNowAndThen();
            long nanos = probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill();
            return new Allowance(probe.isConsumed(), limit, probe.getRemainingTokens(), ceilingSeconds(nanos));
        } catch (SQLException | RuntimeException e) {
            throw ProblemException.unavailable("Your requests can't be counted now. Try again soon.", e);
        }
    }

    /** What stands in the headers of an answer to nobody in particular. */
    Allowance untouched() {
        return new Allowance(true, limit, limit, WINDOW.toSeconds());
    }

    /** Windows that ended would else set the rhythm of the next ones, and a burst could straddle two of them. */
    private void forgetEndedWindow(String id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(FORGET_ENDED_WINDOW)) {
            delete.setString(1, id);
            delete.setLong(2, clock.millis());
            delete.executeUpdate();
        }
    }

    private synchronized void cleanUpNowAndThen() throws SQLException {
        if (clock.instant().isBefore(nextCleanup)) {
            return;
        }
        nextCleanup = clock.instant().plus(BETWEEN_CLEANUPS);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(REMOVE_ENDED_WINDOWS)) {
            delete.setLong(1, clock.millis());
            LOG.debugf("%d ended minutes of the rate limit were removed", delete.executeUpdate());
        }
    }

    private static long ceilingSeconds(long nanos) {
        return Math.max(1, (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1));
    }

    private record WallClock(Clock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    /** {@code expires_at}: when a bucket is full again, by the same clock that fills it. */
    private static final class WindowEnd implements CustomColumnProvider<String> {

        @Override
        public void setCustomField(
                String id, int index, PreparedStatement statement, RemoteBucketState state, long nowNanos)
                throws SQLException {
            long endNanos = nowNanos + state.calculateFullRefillingTime(nowNanos);
            statement.setLong(index, TimeUnit.NANOSECONDS.toMillis(endNanos));
        }

        @Override
        public String getCustomFieldName() {
            return "expires_at";
        }
    }
}
