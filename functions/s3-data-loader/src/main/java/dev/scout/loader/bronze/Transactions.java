package dev.scout.loader.bronze;

import dev.scout.loader.event.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * One transaction: all of it or nothing. The server ends it, and lets go of its rows, once its client is dead or does nothing for too long. A
 * client that is still sending a COPY is not idle, however slowly it gets on; one that first fetches a file to its disk, or passes over what
 * stands before its part, is.
 */
public final class Transactions {

    /** A machine that vanishes does not say so, and without these the server would wait for it for hours. */
    private static final String NOTICE_DEATH =
            "set local tcp_keepalives_idle = 30; set local tcp_keepalives_interval = 10; set local tcp_keepalives_count = 3";

    private static final Duration LEAST_IDLE = Duration.ofMinutes(5);

    private Transactions() {}

    /** @param patience how long it waits for rows that another has */
    public static <T> T run(Connection connection, Duration patience, Work<T> work) throws SQLException {
        return run(connection, patience, LEAST_IDLE, work);
    }

    /** One that can be idle as long as its invocation lasts, and waits for rows that another has no longer than that. */
    public static <T> T run(Connection connection, Deadline deadline, Work<T> work) throws SQLException {
        Duration remaining = deadline.remaining();
        return run(connection, deadline.patience(), remaining.compareTo(LEAST_IDLE) > 0 ? remaining : LEAST_IDLE, work);
    }

    private static <T> T run(Connection connection, Duration patience, Duration idle, Work<T> work)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            limit(connection, patience, idle);
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

    private static void limit(Connection connection, Duration patience, Duration idle) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = " + Math.max(1, patience.toMillis())
                    + "; set local idle_in_transaction_session_timeout = " + idle.toMillis() + "; " + NOTICE_DEATH);
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
