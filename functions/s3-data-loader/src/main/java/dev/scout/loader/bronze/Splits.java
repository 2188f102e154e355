package dev.scout.loader.bronze;

import dev.scout.StorableText;
import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.quality.Standards;
import dev.scout.loader.source.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** {@code scout.ingest_splits}: the files that are being loaded in parts. */
final class Splits {

    private static final String BEGIN = "select scout.begin_split(?, ?, ?::jsonb)";

    private static final String FIND = "select " + Routes.COLUMNS + """
            , s.split_id, s.is_surveyed, s.surveyed_records, s.surveyed_line, s.surveyed_at,
              (s.settings ->> 'max_record_bytes')::int as max_record_bytes, (s.settings ->> 'part_bytes')::bigint as part_bytes,
              s.settings ->> 'standards' as standards,
              f.file_id, f.bucket, f.key, f.etag, f.version_id, f.sequencer, f.last_modified, f.size_bytes
            from (select split_id, file_id, pipeline, settings, is_surveyed, surveyed_records, surveyed_line, surveyed_at, settled_at
              from scout.ingest_splits) as s
            join (select file_id, bucket, key, etag, version_id, sequencer, last_modified, size_bytes from scout.ingest_files) as f
              on f.file_id = s.file_id
            cross join jsonb_populate_record(null::scout.etl_pipelines, s.pipeline) as p
            where s.settled_at is null and\s""";
    private static final String OF_FILE = "s.file_id = ?";
    private static final String OF_OBJECT = "f.bucket = ? and f.key = ? and f.etag = ?";

    /** Does nothing where somebody else has got further: the place is another then. */
    private static final String ADVANCE = """
            update scout.ingest_splits
            set surveyed_records = ?, surveyed_line = ?, surveyed_at = ?, is_surveyed = ?, checksum = ?, progressed_at = clock_timestamp()
            where split_id = ? and not is_surveyed and surveyed_records = ? and surveyed_at = ?""";

    /** Whether its pipeline would read it otherwise today, or it is a version of a table that is parked. */
    private static final String OUTDATED = """
            select exists (
              select
              from scout.ingest_splits as s
              join scout.ingest_files as f on f.file_id = s.file_id
              left join scout.etl_pipelines as p on p.pipeline_name = ?
              cross join (values (array['source_path_pattern', 'schedule_cron', 'enabled', 'created_at', 'updated_at'])) as no_matter (of)
              where s.file_id = ? and s.settled_at is null
                and (to_jsonb(p) - no_matter.of is distinct from s.pipeline - no_matter.of or (s.settings ->> 'max_record_bytes')::int <> ?
                  or (f.parked_at is not null and exists (select from scout.delta_splits as d where d.split_id = s.split_id))))""";

    /** One statement: a part that is cut short and the part that is the rest of it commit together. */
    private static final String COMPLETE = """
            select exists (
              select from scout.ingest_splits as s
              where s.split_id = ? and s.settled_at is null and s.is_surveyed
                and not exists (select from scout.ingest_parts as p where p.split_id = s.split_id and p.status <> 'loaded'))""";

    private static final String SETTLE = "select scout.settle_split(?)";
    private static final String ABANDON = "select scout.abandon_split(?)";
    private static final String NOTE_CHECKSUM = "update scout.ingest_splits set checksum = ? where split_id = ?";
    private static final String CHECKSUM = "select checksum from scout.ingest_splits where split_id = ?";

    /** Makes what the loading in parts needs, unless it is there. The ledger's row is locked. */
    long begin(Connection connection, long fileId, Pipeline pipeline, LoadSettings settings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setLong(1, fileId);
            statement.setString(2, pipeline.name());
            statement.setString(
                    3,
                    StorableText.json("{\"max_record_bytes\":" + settings.maxRecordBytes() + ",\"part_bytes\":"
                            + settings.partBytes() + ",\"standards\":"
                            + pipeline.standards().toJson() + "}"));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The file's split; null where it has none (any more). */
    @Nullable
    Split find(Connection connection, long fileId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND + OF_FILE)) {
            query.setLong(1, fileId);
            return find(query);
        }
    }

    /** That of an object, likewise. */
    @Nullable
    Split find(Connection connection, LandedObject object) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND + OF_OBJECT)) {
            query.setString(1, object.bucket());
            query.setString(2, object.key());
            query.setString(3, object.etag());
            return find(query);
        }
    }

    /**
     * Whether the file is being loaded in parts by other rules or options than those that hold today, or out of data files that may not be
     * there any more as they were.
     *
     * @param pipeline that claims it today
     */
    boolean isOutdated(Connection connection, long fileId, String pipeline, LoadSettings settings) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OUTDATED)) {
            query.setString(1, pipeline);
            query.setLong(2, fileId);
            query.setInt(3, settings.maxRecordBytes());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static @Nullable Split find(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? split(row) : null;
        }
    }

    private static Split split(ResultSet row) throws SQLException {
        LandedObject object = new LandedObject(
                row.getString("bucket"),
                row.getString("key"),
                row.getString("etag"),
                row.getString("version_id"),
                row.getString("sequencer"),
                row.getTimestamp("last_modified").toInstant(),
                row.getLong("size_bytes"));
        Place surveyed =
                new Place(row.getLong("surveyed_records"), row.getLong("surveyed_line"), row.getLong("surveyed_at"));
        Pipeline pipeline = Routes.pipeline(row);
        Standards standards = pipeline.standards().knowing(Standards.of(row.getString("standards")));
        return new Split(
                row.getLong("split_id"),
                new FileContext(row.getLong("file_id"), object, HivePartitions.of(object.key())),
                pipeline.withStandards(standards),
                new LoadSettings(row.getInt("max_record_bytes"), row.getLong("part_bytes")),
                row.getBoolean("is_surveyed") ? null : surveyed);
    }

    /**
     * Notes up to where there are parts, in the transaction of the part that ends there.
     *
     * @param to null is the end of the file
     * @param checksum of the object, where the end was reached from its beginning
     * @return false where another invocation has got on from the same place
     */
    boolean advance(Connection connection, Split split, Place from, @Nullable Place to, @Nullable String checksum)
            throws SQLException {
        Place told = to == null ? from : to;
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            update.setLong(1, told.records());
            update.setLong(2, told.line());
            update.setLong(3, told.at());
            update.setBoolean(4, to == null);
            update.setString(5, checksum);
            update.setLong(6, split.splitId());
            update.setLong(7, from.records());
            update.setLong(8, from.at());
            return update.executeUpdate() == 1;
        }
    }

    /** Whether all parts are there. The ledger's row is locked. */
    boolean isComplete(Connection connection, Split split) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COMPLETE)) {
            query.setLong(1, split.splitId());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * Makes the rows of all parts visible, which are all there, but for those that repeat what must be unique. What can take long comes first: who
     * settles another file waits for what shows the rows.
     */
    Transferred settle(Connection connection, Split split, Parts parts) throws SQLException {
        Transferred parted = parts.total(connection, split).whole(checksum(connection, split));
        Tally unique = QualityGate.withoutRepeats(
                connection, split.file(), split.pipeline().standards(), parted.tally());
        settle(connection, split);
        return new Transferred(unique, parted.checksum(), parted.profile());
    }

    private static void settle(Connection connection, Split split) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
            statement.setLong(1, split.fileId());
            statement.execute();
        }
    }

    /** Gives the loading up: nothing of it stays, and who asks again begins anew. */
    void abandon(Connection connection, long fileId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ABANDON)) {
            statement.setLong(1, fileId);
            statement.execute();
        }
    }

    void noteChecksum(Connection connection, Split split, String checksum) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NOTE_CHECKSUM)) {
            update.setString(1, checksum);
            update.setLong(2, split.splitId());
            update.executeUpdate();
        }
    }

    /** SHA-256 of the object's bytes; null where nobody has read them in one go. */
    @Nullable
    String checksum(Connection connection, Split split) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(CHECKSUM)) {
            query.setLong(1, split.splitId());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
