package dev.scout.transform.stage;

import dev.scout.bronze.BronzeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads a file's records from bronze, in their order, a block at a time: the longer they are, the fewer. */
final class BronzeRecords implements AutoCloseable {

    private static final String CONNECTION_FAILURE = "08006";

    private static final int FEWEST_AT_A_TIME = 50;
    private static final int MOST_AT_A_TIME = 2000;
    /** How many times the records of a block the next one may have: reading them takes about as long as handling those. */
    private static final int GROWTH = 4;
    /** Bytes that a block may have when all its records are as long as the longest of the block before. */
    private static final int BYTES_AT_A_TIME = 8_000_000;
    /** How far a row's time may be from the ledger's: it only narrows the partitions down. */
    private static final int DAYS_AROUND = 2;

    private static final int NAMED_AT_A_TIME = 500;

    private static final String TRANSACTIONS = """
            select _source_row, _raw_data
            from scout.bronze_transactions
            where %s and _ingested_at between ? and ?
            order by _raw_id""";

    private static final String EDGE = """
            select source_row, coalesce(raw_text, raw_data::text)
            from scout.bronze_edge_raw
            where %s and created_at between ? and ?
            order by id""";

    private final Connection connection;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "bronze-reader");
        thread.setDaemon(true);
        return thread;
    });

    /** @param connection one with a transaction, so that rows come in blocks */
    BronzeRecords(Connection connection) {
        this.connection = connection;
    }

    Selection all(StagedFile file) {
        return from(file, 0);
    }

    /** The records from that number on. */
    Selection from(StagedFile file, long firstRow) {
        return consumer -> {
            try (PreparedStatement select = connection.prepareStatement(query(file, "between ? and ?"))) {
                select.setFetchSize(FEWEST_AT_A_TIME);
                select.setObject(1, BronzeId.of(file.fileId(), firstRow));
                select.setObject(2, BronzeId.last(file.fileId()));
                return forEach(select, 3, file, consumer);
            }
        };
    }

    /** The records of those numbers. */
    Selection some(StagedFile file, Iterable<Long> sourceRows) {
        return consumer -> {
            long found = 0;
            List<UUID> ids = new ArrayList<>();
            for (long sourceRow : sourceRows) {
                ids.add(BronzeId.of(file.fileId(), sourceRow));
                if (ids.size() == NAMED_AT_A_TIME) {
                    found += forEach(file, ids, consumer);
                    ids.clear();
                }
            }
            return found + (ids.isEmpty() ? 0 : forEach(file, ids, consumer));
        };
    }

    private long forEach(StagedFile file, List<UUID> ids, Consumer consumer) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query(file, "= any (?)"))) {
            select.setFetchSize(FEWEST_AT_A_TIME);
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            return forEach(select, 2, file, consumer);
        }
    }

    private static String query(StagedFile file, String which) {
        return file.bronzeTable().equals("bronze_edge_raw")
                ? EDGE.formatted("id " + which)
                : TRANSACTIONS.formatted("_raw_id " + which);
    }

    private long forEach(PreparedStatement select, int at, StagedFile file, Consumer consumer) throws SQLException {
        select.setObject(at, file.loadedAt().minusDays(DAYS_AROUND));
        select.setObject(at + 1, file.loadedAt().plusDays(DAYS_AROUND));
        try (ResultSet rows = select.executeQuery()) {
            return forEach(rows, consumer);
        }
    }

    /** While the records of a block are handled, the next block is read. */
    private long forEach(ResultSet rows, Consumer consumer) throws SQLException {
        long count = 0;
        Block block = Block.read(rows, FEWEST_AT_A_TIME);
        while (!block.isLast()) {
            int size = block.next();
            Future<Block> next = worker.submit(() -> Block.read(rows, size));
            try {
                block.forEach(consumer);
            } finally {
                count += block.size();
                block = await(next);
            }
        }
        block.forEach(consumer);
        return count + block.size();
    }

    private static Block await(Future<Block> next) throws SQLException {
        try {
            return next.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new SQLException("reading bronze failed", CONNECTION_FAILURE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("reading bronze was interrupted", CONNECTION_FAILURE, e);
        }
    }

    @Override
    public void close() {
        worker.shutdown();
    }

    /** Records that are in memory together. */
    private record Block(List<Row> rows, int asked, boolean isLast) {

        private static final class Row {

            private final long sourceRow;
            private final byte[] json;

            Row(long sourceRow, byte[] json) {
                this.sourceRow = sourceRow;
                this.json = json;
            }
        }

        static Block read(ResultSet rows, int size) throws SQLException {
            rows.setFetchSize(size);
            List<Row> read = new ArrayList<>(size);
            int bytes = 0;
            while (read.size() < size && bytes < BYTES_AT_A_TIME) {
                if (!rows.next()) {
                    return new Block(read, size, true);
                }
                // Of a text or json (not jsonb) these are the bytes that the server sends: UTF-8.
                byte[] json = rows.getBytes(2);
                bytes += json.length;
                read.add(new Row(rows.getLong(1), json));
            }
            return new Block(read, size, false);
        }

        int size() {
            return rows.size();
        }

        /** How many records the next block may have: some more, unless they are long. */
        int next() {
            int longest = 1;
            for (Row row : rows) {
                longest = Math.max(longest, row.json.length);
            }
            int most = Math.min(MOST_AT_A_TIME, BYTES_AT_A_TIME / longest);
            return Math.max(1, Math.min(most, asked * GROWTH));
        }

        void forEach(Consumer consumer) throws SQLException {
            for (Row row : rows) {
                consumer.accept(row.sourceRow, row.json);
            }
        }
    }

    /** Some records of a file. */
    @FunctionalInterface
    interface Selection {

        /** @return how many records there were */
        long forEach(Consumer consumer) throws SQLException;
    }

    /** Takes one record, as JSON in UTF-8. */
    @FunctionalInterface
    interface Consumer {
        void accept(long sourceRow, byte[] json) throws SQLException;
    }
}
