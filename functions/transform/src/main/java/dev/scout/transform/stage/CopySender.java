package dev.scout.transform.stage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Sends blocks of rows by COPY, one after the other, while the next ones are being made, on a connection that nobody else uses meanwhile. */
final class CopySender implements AutoCloseable {

    private static final String CONNECTION_FAILURE = "08006";
    /**
     * Blocks that wait or are under way: as many as a file's open transactions make, all of which go out at its end, so that the next file is
     * read meanwhile.
     */
    private static final int MOST_UNDER_WAY = 16;
    /** Of a larger block, which a large record makes, there is one at a time. */
    private static final int LARGEST_BESIDE_OTHERS = 4 << 20;

    private final CopyManager copy;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "copy-sender");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Future<byte[]>> underWay = new ArrayDeque<>();

    CopySender(Connection connection) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /**
     * Begins to send a block, once there is room for it.
     *
     * @param bytes the sender's from now on
     * @return the bytes of a block that has arrived, to make the next one in; null where there is none yet
     */
    byte @Nullable [] send(String statement, byte[] bytes, int length) throws SQLException {
        byte[] free = underWay.size() < MOST_UNDER_WAY ? null : oldest();
        if (length > LARGEST_BESIDE_OTHERS) {
            await();
        }
        underWay.add(worker.submit(() -> {
            copy.copyIn(statement, new ByteArrayInputStream(bytes, 0, length));
            return bytes;
        }));
        return free;
    }

    /** Waits until everything has arrived, or failed. */
    void await() throws SQLException {
        SQLException first = null;
        while (!underWay.isEmpty()) {
            try {
                oldest();
            } catch (SQLException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private byte[] oldest() throws SQLException {
        try {
            return underWay.remove().get();
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

    /** Lets the blocks that are under way arrive or fail, so that the connection is free. */
    @Override
    public void close() throws SQLException {
        worker.shutdown();
        await();
    }
}
