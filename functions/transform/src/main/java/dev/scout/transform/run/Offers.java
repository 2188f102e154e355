package dev.scout.transform.run;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Which files silver has to take, by the ledger; not by a clock. */
final class Offers {

    /** Loaded and not taken yet; or taken before, and other records of it, or none, are in bronze by now. */
    private static final String OFFERED = "select " + OfferedFile.COLUMNS + """
            where (f.status in ('loaded', 'partial') and (f.silver_run_id is null or ?)) or (f.known_to_silver and f.silver_run_id is null)
            order by f.last_modified, f.key collate "C", f.file_id""";

    private static final String NAMED = "select " + OfferedFile.COLUMNS + """
            where f.file_id = any (?)
            order by f.last_modified, f.key collate "C", f.file_id""";

    /** A file that has landed again, was replaced or lost rows while this ran stays for the next run. */
    private static final String TAKE = """
            update scout.ingest_files
            set known_to_silver = ?,
              silver_run_id = case when last_modified = ? and status = ? and rows_loaded = ? and rows_retracted = ? and loaded_at is not distinct from ?
                then ? else silver_run_id end
            where file_id = ?""";

    private static final String OFFER_AGAIN =
            "update scout.ingest_files set silver_run_id = null where file_id = any (?)";

    private final Connection reading;
    private final Connection writing;

    /** @param reading its transaction sees one moment: that of the ledger is that of bronze */
    Offers(Connection reading, Connection writing) {
        this.reading = reading;
        this.writing = writing;
    }

    /** In the order of versions. */
    List<OfferedFile> offered(boolean refresh) throws SQLException {
        try (PreparedStatement select = reading.prepareStatement(OFFERED)) {
            select.setBoolean(1, refresh);
            return files(select, refresh);
        }
    }

    /** In the order of versions. */
    List<OfferedFile> named(Collection<Long> files) throws SQLException {
        try (PreparedStatement select = reading.prepareStatement(NAMED)) {
            select.setArray(1, ids(files, reading));
            return files(select, false);
        }
    }

    void take(UUID run, List<OfferedFile> files) throws SQLException {
        try (PreparedStatement take = writing.prepareStatement(TAKE)) {
            for (OfferedFile file : files) {
                OfferedFile.State state = file.state();
                take.setBoolean(1, file.file().isLoaded());
                take.setObject(2, state.lastModified());
                take.setString(3, state.status());
                take.setLong(4, state.rowsLoaded());
                take.setLong(5, state.rowsRetracted());
                take.setObject(6, state.loadedAt());
                take.setObject(7, run);
                take.setLong(8, file.file().fileId());
                take.addBatch();
            }
            take.executeBatch();
        }
    }

    /** Has a later run take these files again. */
    void offerAgain(Collection<Long> files) throws SQLException {
        try (PreparedStatement offer = writing.prepareStatement(OFFER_AGAIN)) {
            offer.setArray(1, ids(files, writing));
            offer.executeUpdate();
        }
    }

    private static Array ids(Collection<Long> files, Connection connection) throws SQLException {
        return connection.createArrayOf("bigint", files.toArray());
    }

    private static List<OfferedFile> files(PreparedStatement select, boolean refresh) throws SQLException {
        List<OfferedFile> files = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                files.add(OfferedFile.of(row, refresh));
            }
        }
        return files;
    }
}
