package dev.scout.transform.stage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Sends blocks of rows by COPY while the next ones are being made: one at a time, on a connection that nobody else uses meanwhile. */
final class CopySender implements AutoCloseable {

    private static final String CONNECTION_FAILURE = "08006";

    private final CopyManager copy;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "copy-sender");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Future<?> underWay;

    CopySender(Connection connection) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** Begins to send a block, once the one before it has arrived. The bytes must stay as they are until the next call. */
    void send(String statement, byte[] bytes, int length) throws SQLException {
        await();
        underWay = worker.submit(() -> copy.copyIn(statement, new ByteArrayInputStream(bytes, 0, length)));
    }

    /** Waits until everything has arrived. */
    void await() throws SQLException {
        Future<?> block = underWay;
        underWay = null;
        if (block == null) {
            return;
        }
        try {
            block.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("COPY into a staging table was interrupted", CONNECTION_FAILURE, e);
        }
    }

    private static SQLException failure(ExecutionException e) {
        if (e.getCause() instanceof SQLException refused) {
            return refused;
        }
        String what = e.getCause() instanceof IOException
                ? "COPY into a staging table broke off"
                : "COPY into a staging table failed";
        return new SQLException(what, CONNECTION_FAILURE, e);
    }

    /** Lets the block that is under way arrive or fail, so that the connection is free. */
    @Override
    public void close() throws SQLException {
        worker.shutdown();
        await();
    }
}
