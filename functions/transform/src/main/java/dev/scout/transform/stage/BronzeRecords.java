package dev.scout.transform.stage;

import dev.scout.bronze.BronzeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads a file's records from bronze, in their order, a block at a time. */
final class BronzeRecords {

    private static final int ROWS_AT_A_TIME = 1000;
    /** How far a row's time may be from the ledger's: it only narrows the partitions down. */
    private static final int DAYS_AROUND = 2;

    private static final String TRANSACTIONS = """
            select _source_row, _raw_data
            from scout.bronze_transactions
            where _raw_id between ? and ? and _ingested_at between ? and ?
            order by _raw_id""";

    private static final String EDGE = """
            select source_row, coalesce(raw_text, raw_data::text)
            from scout.bronze_edge_raw
            where id between ? and ? and created_at between ? and ?
            order by id""";

    private final Connection connection;

    /** @param connection one with a transaction, so that rows come in blocks */
    BronzeRecords(Connection connection) {
        this.connection = connection;
    }

    /** @return how many records there were */
    long forEach(StagedFile file, Consumer consumer) throws SQLException {
        String query = file.bronzeTable().equals("bronze_edge_raw") ? EDGE : TRANSACTIONS;
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setFetchSize(ROWS_AT_A_TIME);
            select.setObject(1, BronzeId.first(file.fileId()));
            select.setObject(2, BronzeId.last(file.fileId()));
            select.setObject(3, file.loadedAt().minusDays(DAYS_AROUND));
            select.setObject(4, file.loadedAt().plusDays(DAYS_AROUND));
            long count = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(rows.getLong(1), rows.getString(2));
                    count++;
                }
            }
            return count;
        }
    }

    /** Takes one record. */
    @FunctionalInterface
    interface Consumer {
        void accept(long sourceRow, String json) throws SQLException;
    }
}
