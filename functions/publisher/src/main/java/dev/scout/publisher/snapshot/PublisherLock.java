package dev.scout.publisher.snapshot;

import dev.scout.ScoutException;
import dev.scout.publisher.export.DatabaseErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Held by the one publisher that runs; the database gives it up by itself when its holder dies. */
final class PublisherLock implements AutoCloseable {

    /** "SCOUTPUB" in ASCII. A lock of the transaction, so that it also works behind a transaction pooler. */
    private static final String TRY_LOCK = "select pg_try_advisory_xact_lock(5999726356492997954)";

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final Connection connection;

    private PublisherLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes the lock.
     *
     * @param patience how long to wait for another publisher to end
     */
    static PublisherLock take(DataSource dataSource, Duration patience) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                connection.setAutoCommit(false);
                await(connection, patience);
                return new PublisherLock(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw DatabaseErrors.translate("take the publishers' lock", e);
        }
    }

    private static void await(Connection connection, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tryLock(connection)) {
            connection.rollback();
            if (System.nanoTime() - deadline > 0) {
                throw busy(null);
            }
            pause();
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(TRY_LOCK)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(e);
        }
    }

    private static ScoutException busy(@Nullable InterruptedException cause) {
        return new ScoutException(
                "PUBLISHER_BUSY", true, "Another publisher is at work. Publish again when it has ended.", cause);
    }

    /** Makes sure that the lock is still held. */
    void confirm() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        } catch (SQLException e) {
            throw DatabaseErrors.translate("keep the publishers' lock", e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The connection is gone, and the lock with it.
        }
    }
}
