package dev.scout.loader.backfill;

import dev.scout.loader.bronze.DatabaseFailure;
import dev.scout.loader.bronze.Transactions;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.queue.IngestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The files of the ledger that are parked, for who redrives them. */
final class ParkedFiles {

    private static final int MOST_AT_ONCE = 500;

    private static final String NOTE_SENT = "update scout.ingest_files set queued_at = now() where file_id = any (?)";

    /** Dead letters expire, and a local queue forgets. */
    private static final String WITHOUT_LETTER = """
            with parked as (
              select file_id
              from scout.ingest_files
              where parked_at < ? and status = 'loading' and (queued_at is null or queued_at < parked_at)
              order by parked_at
              limit ?
              for update skip locked
            )
            update scout.ingest_files as f
            set queued_at = now()
            from parked
            where f.file_id = parked.file_id
            returning f.bucket, f.key, f.etag, f.version_id, f.last_modified, f.size_bytes""";

    private final DataSource dataSource;

    ParkedFiles(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Notes that the dead letters of these files are back in the ingest queue. */
    void noteSent(List<Long> fileIds) {
        if (fileIds.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(NOTE_SENT)) {
            update.setArray(1, connection.createArrayOf("bigint", fileIds.toArray()));
            update.executeUpdate();
        } catch (SQLException e) {
            throw DatabaseFailure.of("The ledger could not be told what was redriven", e);
        }
    }

    /** Sends the next of those parked before then that have not been sent since; answers how many. */
    int sendWithoutLetter(IngestQueue to, Instant before) {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, Deadline.LONGEST_WAIT, () -> {
                List<String> messages = take(connection, before);
                to.sendBatch(messages);
                return messages.size();
            });
        } catch (SQLException e) {
            throw DatabaseFailure.of("What is parked could not be redriven", e);
        }
    }

    private static List<String> take(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(WITHOUT_LETTER)) {
            update.setTimestamp(1, Timestamp.from(before));
            update.setInt(2, MOST_AT_ONCE);
            List<String> messages = new ArrayList<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    messages.add(LoadMessage.of(
                            new LandedObject(
                                    row.getString("bucket"),
                                    row.getString("key"),
                                    row.getString("etag"),
                                    row.getString("version_id"),
                                    null,
                                    row.getTimestamp("last_modified").toInstant(),
                                    row.getLong("size_bytes")),
                            true));
                }
            }
            return messages;
        }
    }
}
