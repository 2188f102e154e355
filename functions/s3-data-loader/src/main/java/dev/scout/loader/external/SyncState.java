package dev.scout.loader.external;

import dev.scout.ScoutException;
import dev.scout.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code scout.external_syncs}: how far the listing of one storage is, and that one invocation at a time goes on with it. It holds it by a lease and not by a
 * lock, since no connection should wait for another storage; should two be at it all the same, nothing is copied twice, for a target key takes one object.
 */
final class SyncState {

    private static final Duration LEASE = Duration.ofMinutes(3);
    private static final Duration RENEWAL = Duration.ofSeconds(30);

    private static final String ACQUIRE = """
            insert into scout.external_syncs as s (environment, source, pass_started_at, run_id, leased_until)
            values (?, ?, now(), ?, now() + make_interval(secs => ?))
            on conflict (environment) do update set
              cursor = case when s.source = excluded.source then s.cursor end,
              pass_started_at = case when s.source = excluded.source and s.cursor is not null then s.pass_started_at else now() end,
              source = excluded.source, run_id = excluded.run_id, leased_until = excluded.leased_until
            where s.leased_until is null or s.leased_until < now()
            returning cursor, pass_started_at""";

    private static final String RENEW = """
            update scout.external_syncs set leased_until = now() + make_interval(secs => ?), cursor = ?
            where environment = ? and run_id = ?""";

    private static final String RELEASE = """
            update scout.external_syncs set leased_until = null, error = ?
            where environment = ? and run_id = ?""";

    private static final String FINISH = """
            update scout.external_syncs set leased_until = null, error = null, cursor = null, pass_started_at = null, finished_at = now()
            where environment = ? and run_id = ?""";

    private final DataSource dataSource;
    private final String environment;
    private final UUID run;
    private final Instant passStartedAt;
    private @Nullable String cursor;
    private long renewedAtNanos = System.nanoTime();

    private SyncState(
            DataSource dataSource, String environment, UUID run, Instant passStartedAt, @Nullable String cursor) {
        this.dataSource = dataSource;
        this.environment = environment;
        this.run = run;
        this.passStartedAt = passStartedAt;
        this.cursor = cursor;
    }

    /** Takes the storage for this run; null where another invocation has it. */
    static @Nullable SyncState acquire(DataSource dataSource, StorageConfig config, UUID run) {
        String environment = config.environment();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ACQUIRE)) {
            statement.setString(1, environment);
            statement.setString(2, config.location());
            statement.setObject(3, run);
            statement.setLong(4, LEASE.toSeconds());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                return new SyncState(
                        dataSource, environment, run, row.getTimestamp(2).toInstant(), row.getString(1));
            }
        } catch (SQLException e) {
            throw failure(environment, e);
        }
    }

    /** Where listing goes on; null at its beginning. */
    @Nullable
    String cursor() {
        return cursor;
    }

    Instant passStartedAt() {
        return passStartedAt;
    }

    /** Notes that all pages before this cursor are dealt with. */
    synchronized void advance(@Nullable String next) {
        cursor = next;
        renew();
    }

    /** Keeps the lease. To be called often: it writes now and then only. */
    synchronized void keep() {
        if (System.nanoTime() - renewedAtNanos > RENEWAL.toNanos()) {
            renew();
        }
    }

    private void renew() {
        int rows = update(RENEW, statement -> {
            statement.setLong(1, LEASE.toSeconds());
            statement.setString(2, cursor);
            return 3;
        });
        if (rows == 0) {
            throw new ScoutException(
                    "SYNC_UNDER_WAY",
                    true,
                    "Another invocation has taken over external storage \"" + environment + "\".",
                    null);
        }
        renewedAtNanos = System.nanoTime();
    }

    /** Lets another invocation go on. */
    void release(@Nullable String error) {
        update(RELEASE, statement -> {
            statement.setString(1, StorableText.text(error));
            return 2;
        });
    }

    /** Notes that all was listed. */
    void finish() {
        update(FINISH, statement -> 1);
    }

    private int update(String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = binding.bind(statement);
            statement.setString(at++, environment);
            statement.setObject(at, run);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failure(environment, e);
        }
    }

    private static ScoutException failure(String environment, SQLException e) {
        return LedgerFailure.of("The state of external storage \"" + environment + "\" could not be written", e);
    }

    /** Sets its parameters and says which is the next. */
    @FunctionalInterface
    private interface Binding {
        int bind(PreparedStatement statement) throws SQLException;
    }
}
