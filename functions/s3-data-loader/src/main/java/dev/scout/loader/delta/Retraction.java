package dev.scout.loader.delta;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes records out of bronze again. */
final class Retraction {

    private static final String RETRACT =
            "select scout.retract_rows(?, r.first, r.last) from unnest(?::bigint[], ?::bigint[]) as r (first, last)";

    private static final String ALL_OF = "select scout.retract_rows(?, 0, (1::bigint << 62) - 1)";

    /** Held until the transaction ends: what is being loaded by itself right now is waited for. */
    private static final String LOADED_BY_THEMSELVES = """
            select file_id from scout.ingest_files
            where bucket = ? and starts_with(key, ?) and not starts_with(key, ?) and lower(key) like '%.parquet'
              and (status = 'loading' or (status in ('loaded', 'partial') and rows_loaded > rows_retracted))""";

    private static final String OF_THIS_VERSION = " and key in (select key from delta_live)";

    private static final String IN_ORDER = " order by file_id for no key update";

    private static final String ABANDON = "select scout.abandon_split(?)";

    private static final String RETIRE = """
            update scout.ingest_files set status = 'skipped', parked_at = null, error = ? where file_id = ?""";

    private final Connection connection;

    Retraction(Connection connection) {
        this.connection = connection;
    }

    /**
     * Retracts runs of a file's records.
     *
     * @return how many there were
     */
    long retract(long fileId, List<Runs.Run> runs) throws SQLException {
        if (runs.isEmpty()) {
            return 0;
        }
        try (PreparedStatement query = connection.prepareStatement(RETRACT)) {
            query.setLong(1, fileId);
            query.setArray(2, numbers(runs.stream().map(Runs.Run::first).toArray()));
            query.setArray(3, numbers(runs.stream().map(Runs.Run::last).toArray()));
            try (ResultSet row = query.executeQuery()) {
                long total = 0;
                while (row.next()) {
                    total += row.getLong(1);
                }
                return total;
            }
        }
    }

    private java.sql.Array numbers(Object[] values) throws SQLException {
        return connection.createArrayOf("bigint", values);
    }

    /**
     * Has those of a table's data files skipped that were loaded by themselves.
     *
     * @param everyVersion whether any of them, or only those of the version that is staged
     */
    void retireDataFiles(TableObjects table, boolean everyVersion) throws SQLException {
        for (long fileId : loadedByThemselves(table, everyVersion)) {
            execute(ABANDON, fileId);
            execute(ALL_OF, fileId);
            try (PreparedStatement retire = connection.prepareStatement(RETIRE)) {
                retire.setString(1, DeltaTables.dataFileReason(table.uri()));
                retire.setLong(2, fileId);
                retire.executeUpdate();
            }
        }
    }

    private void execute(String sql, long fileId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, fileId);
            statement.execute();
        }
    }

    private List<Long> loadedByThemselves(TableObjects table, boolean everyVersion) throws SQLException {
        String sql = LOADED_BY_THEMSELVES + (everyVersion ? "" : OF_THIS_VERSION) + IN_ORDER;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table.bucket());
            query.setString(2, table.prefix());
            query.setString(3, table.prefix() + LogKey.DIRECTORY);
            try (ResultSet row = query.executeQuery()) {
                List<Long> files = new ArrayList<>();
                while (row.next()) {
                    files.add(row.getLong(1));
                }
                return files;
            }
        }
    }
}
