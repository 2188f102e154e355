package dev.scout.loader.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.scout.bronze.BronzeId;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.quality.FileProfile;
import dev.scout.loader.quality.QualityLedger;
import dev.scout.loader.quality.RegisteredFile;
import dev.scout.loader.quality.Standards;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that the ledger has settled, and its row locked: records of it can come into bronze later. */
public final class SettledFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROWS_AT_A_TIME = 500;

    private static final String LOCK = """
            select bucket, key, etag, version_id, sequencer, last_modified, size_bytes, status, pipeline_name, target_table, format,
              reader::text, rows_loaded, rows_retracted, status = 'rejected' and not (""" + Ledger.IS_APPLIED + """
            ) as can_be_reloaded
            from scout.ingest_files as f where file_id = ? for update""";

    /** Everything that the ledger says of its refusals is said anew, from those that are still open. */
    private static final String COUNT = """
            update scout.ingest_files as f
            set rows_loaded = f.rows_loaded + ?, rows_quarantined = f.rows_quarantined - ?,
              status = case when f.rows_quarantined = ? then 'loaded' when f.rows_loaded + ? > 0 then 'partial' else f.status end,
              silver_run_id = case when ? > 0 then null else f.silver_run_id end,
              run_id = ?,
              (error, first_error_rule, first_error_row, first_error_line, first_error_column, first_error_byte) = (
                select coalesce('Line ' || nullif(q.source_line, 0) || ': ', '') || q.message, q.rule, q.source_row, q.source_line,
                  q.source_column, q.byte_offset
                from (select 1) as one
                left join scout.quarantine as q on q.file_id = f.file_id and q.replayed_at is null
                order by q.source_row, q.quarantine_id
                limit 1)
            where f.file_id = ?
            returning f.status, f.rows_loaded, f.rows_read, f.rows_retracted, f.checksum""";

    private final Connection connection;
    private final long fileId;
    private final LandedObject object;
    private final String status;
    private final @Nullable String pipeline;
    private final String table;
    private final String format;
    private final JsonNode reader;
    private final long rowsInBronze;
    private final boolean canBeReloaded;

    private SettledFile(Connection connection, long fileId, ResultSet row) throws SQLException {
        this.connection = connection;
        this.fileId = fileId;
        this.object = new LandedObject(
                row.getString("bucket"),
                row.getString("key"),
                row.getString("etag"),
                row.getString("version_id"),
                row.getString("sequencer"),
                row.getTimestamp("last_modified").toInstant(),
                row.getLong("size_bytes"));
        this.status = row.getString("status");
        this.pipeline = row.getString("pipeline_name");
        String target = row.getString("target_table");
        this.table = target == null ? "bronze_transactions" : target;
        String known = row.getString("format");
        this.format = known == null ? "" : known;
        this.reader = json(row.getString("reader"));
        this.rowsInBronze = row.getLong("rows_loaded") - row.getLong("rows_retracted");
        this.canBeReloaded = row.getBoolean("can_be_reloaded");
    }

    static @Nullable SettledFile lock(Connection connection, long fileId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOCK)) {
            query.setLong(1, fileId);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new SettledFile(connection, fileId, row) : null;
            }
        }
    }

    public long fileId() {
        return fileId;
    }

    public LandedObject object() {
        return object;
    }

    /** As in the ledger. */
    public String status() {
        return status;
    }

    /** Whether the file counts, so that records may come in addition. */
    public boolean isInForce() {
        return status.equals(LoadOutcome.LOADED)
                || status.equals(LoadOutcome.PARTIAL)
                || status.equals(LoadOutcome.REJECTED);
    }

    /** Whether all of it can be loaded again, since nothing of it was loaded. */
    public boolean canBeReloaded() {
        return canBeReloaded;
    }

    public String format() {
        return format;
    }

    /** How the file was read, as the ledger has it. */
    public JsonNode reader() {
        return reader;
    }

    /** Whether there are rows of it in bronze. */
    public boolean hasRows() {
        return rowsInBronze > 0;
    }

    /** What its pipeline says today; null where the pipeline is no more. */
    public @Nullable Settings settings(int maxRecordBytes) throws SQLException {
        Pipeline today = pipeline == null ? null : Routes.named(connection, pipeline);
        return today == null
                ? null
                : new Settings(
                        today.name(),
                        new SourceSettings(today.format(), today.readerOptions(), today.mapping(), maxRecordBytes),
                        today.standards());
    }

    /** Takes records into bronze. Close it. */
    public Rows rows(Deadline deadline) {
        FileContext file = new FileContext(fileId, object, HivePartitions.of(object.key()));
        BronzeRow row = table.equals("bronze_edge_raw") ? new EdgeRow(file) : new TransactionsRow(file);
        return new Rows(new BronzeWriter(
                connection, file, row, new Tables("scout." + table, "scout.quarantine"), deadline, Deadline.RESERVE));
    }

    /** Goes over the file's records in bronze. */
    public void forEachRecord(RecordSink sink) throws SQLException {
        boolean edge = table.equals("bronze_edge_raw");
        String select = edge
                ? "select source_row, coalesce(raw_text, raw_data::text) from scout.bronze_edge_raw where id between ? and ?"
                : "select _source_row, _raw_data::text from scout.bronze_transactions where _raw_id between ? and ?";
        try (PreparedStatement query = connection.prepareStatement(select)) {
            query.setFetchSize(ROWS_AT_A_TIME);
            query.setObject(1, BronzeId.first(fileId));
            query.setObject(2, BronzeId.last(fileId));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    byte[] json = row.getString(2).getBytes(StandardCharsets.UTF_8);
                    sink.accept(row.getLong(1), RecordSink.NO_LINE, json, 0, json.length);
                }
            }
        }
    }

    /**
     * Writes down that records came in addition.
     *
     * @param profile of these
     * @return how the file stands now, these records counted alone
     */
    public LoadOutcome settle(long loaded, long refused, FileProfile profile, UUID run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(COUNT)) {
            update.setLong(1, loaded);
            update.setLong(2, loaded);
            update.setLong(3, loaded);
            update.setLong(4, loaded);
            update.setLong(5, loaded);
            update.setObject(6, run);
            update.setLong(7, fileId);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                String now = row.getString("status");
                if (loaded > 0) {
                    joinOthers();
                    register(row, profile);
                }
                return new LoadOutcome(object.bucket(), object.key(), now, pipeline, loaded, refused, false, null);
            }
        }
    }

    private void joinOthers() throws SQLException {
        try (PreparedStatement join = connection.prepareStatement("select scout.join_late_rows(?)")) {
            join.setLong(1, fileId);
            join.execute();
        }
    }

    private void register(ResultSet row, FileProfile profile) throws SQLException {
        FileProfile before = QualityLedger.profile(connection, fileId);
        QualityLedger.register(
                connection,
                new RegisteredFile(
                        fileId,
                        pipeline == null ? "" : pipeline,
                        table,
                        object.uri(),
                        row.getString("checksum"),
                        HivePartitions.of(object.key()),
                        row.getLong("rows_loaded") - row.getLong("rows_retracted"),
                        row.getLong("rows_read")),
                before == null ? profile : before.merge(profile));
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL's jsonb is always JSON", e);
        }
    }

    /** What a pipeline says of its files. */
    public record Settings(String pipeline, SourceSettings source, Standards standards) {}

    /** Records on their way into bronze. */
    public static final class Rows implements RecordSink, AutoCloseable {

        private final BronzeWriter writer;

        private Rows(BronzeWriter writer) {
            this.writer = writer;
        }

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            writer.accept(number, line, json, from, to);
        }

        @Override
        public void refuse(Refusal refusal) {
            throw new IllegalStateException("What is refused again has its row in quarantine");
        }

        /** Brings everything that was taken so far into the table. */
        public void flush() {
            writer.flush();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
