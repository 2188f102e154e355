package dev.scout.loader.bronze;

import dev.scout.loader.event.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One transaction: all of it or nothing. */
public final class Transactions {

    private static final Duration LEAST_IDLE = Duration.ofMinutes(5);

    private Transactions() {}

    public static <T> T run(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.run();
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollback(connection);
            }
            restore(connection);
        }
    }

    /** How long this transaction waits for rows that another has. */
    public static void limitWaiting(Connection connection, Duration patience) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = " + Math.max(1, patience.toMillis()));
        }
    }

    /**
     * Has the server end this transaction, and let go of its rows, once its client is dead, or does nothing for longer than its time lasts. A
     * client that is still sending a COPY is not idle, however slowly it gets on; one that first fetches a file to its disk, or passes over
     * what stands before its part, is.
     */
    public static void endWhenAbandoned(Connection connection, Deadline deadline) throws SQLException {
        long idle = Math.max(LEAST_IDLE.toMillis(), deadline.remaining().toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local tcp_keepalives_idle = 30; set local tcp_keepalives_interval = 10;"
                    + " set local tcp_keepalives_count = 3; set local idle_in_transaction_session_timeout = " + idle);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken, and the server has rolled back; what broke it is on its way up.
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // Likewise.
        }
    }

    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }
}
