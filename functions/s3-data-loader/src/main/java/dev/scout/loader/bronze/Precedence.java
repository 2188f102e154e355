package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.object.LandedObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the pipeline's policy whether a file counts, and takes out of bronze what it counts instead of. All of it in the transaction
 * that loads the file, under locks of its content and its key that are taken once it was read, so that of two at once the second sees the first.
 */
final class Precedence {

    private static final String LOCK_KEY =
            "select pg_advisory_xact_lock(hashtextextended('scout.key.' || ? || '/' || ?, 0))";

    /** What is in bronze, or would be if its content were not there already under another key; and the file itself. */
    private static final String LANDINGS = """
            select file_id, etag, sequencer, last_modified, coalesce(first_modified, last_modified) as first_modified,
              case when first_modified is null then sequencer else first_sequencer end as first_sequencer
            from scout.ingest_files
            where bucket = ? and key = ?
              and (file_id = ? or status in ('loaded', 'partial') or (status = 'skipped' and same_content_as is not null and replaced_by is null))
            order by file_id""";

    /** They keep their sequencers until this transaction ends. */
    private static final String AND_HOLD = " for no key update";

    private static final String RETRACT = "select scout.retract_rows(?, 0, (1::bigint << 62) - 1)";

    private static final String REPLACE = """
            update scout.ingest_files set status = 'skipped', replaced_by = ?, error = ? where file_id = ?""";

    private static final String EXCLUDE = """
            update scout.ingest_files
            set status = 'skipped', error = ?, replaced_by = ?, same_content_as = ?, checksum = coalesce(?, checksum), run_id = ?,
              duration_seconds = extract(epoch from clock_timestamp() - now())
            where file_id = ?""";

    private final Connection connection;
    private final LoadPolicy policy;
    private final String pipeline;
    private final FileContext file;
    private final SameContent contents;
    private SameContent.@Nullable Original sameContentAs;

    Precedence(Connection connection, Pipeline pipeline, FileContext file) {
        this.connection = connection;
        this.policy = pipeline.policy();
        this.pipeline = pipeline.name();
        this.file = file;
        this.contents = new SameContent(connection);
    }

    /** For the contents that the key has had, and none in particular. */
    static Precedence ofKey(Connection connection, Pipeline pipeline, LandedObject object) {
        return new Precedence(connection, pipeline, new FileContext(0, object, null));
    }

    /**
     * Has an event come again whose file was replaced between the moments in which this load began and found it settled: the event may
     * tell of the landing that puts the file in force again.
     */
    static void refuseReplaced(Ledger.Entry entry, LandedObject object) {
        if (entry.status().equals(LoadOutcome.SKIPPED)) {
            throw new ScoutException(
                    "LOAD_UNDER_WAY",
                    true,
                    object.uri() + " was left out by another invocation in this moment; it is looked at again.",
                    null);
        }
    }

    /** Why the file does not have to be read, as far as that can be said yet; else null. */
    @Nullable
    Exclusion beforeReading() throws SQLException {
        Exclusion replaced = policy.onOverwrite().keepsOne() ? replaced(landings(LANDINGS)) : null;
        if (replaced != null || !policy.skipSameContent()) {
            return replaced;
        }
        // It was read before, and left out: the same eTag is the same content.
        String known = contents.checksumOf(file.fileId());
        return known == null ? null : afterReading(LoadOutcome.LOADED, known);
    }

    /**
     * Why what was read is not to stay; else null. A file of which nothing could be read neither counts nor takes the place of another.
     *
     * @param checksum null where the file was not read to the end
     */
    @Nullable
    Exclusion afterReading(String status, @Nullable String checksum) throws SQLException {
        if (status.equals(LoadOutcome.REJECTED)) {
            return null;
        }
        if (checksum != null) {
            contents.lock(pipeline, checksum);
        }
        if (policy.onOverwrite().keepsOne()) {
            lockKey();
            Exclusion replaced = replaced(landings(LANDINGS + AND_HOLD));
            if (replaced != null) {
                return replaced;
            }
        }
        return checksum == null ? null : sameContent(checksum);
    }

    /**
     * Writes into the ledger that the file is left out.
     *
     * @param checksum null where it was not read
     */
    void exclude(Exclusion exclusion, @Nullable String checksum, UUID run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(EXCLUDE)) {
            update.setString(1, exclusion.reason());
            update.setObject(2, exclusion.replacedBy(), Types.BIGINT);
            update.setObject(3, exclusion.sameContentAs(), Types.BIGINT);
            update.setString(4, checksum);
            update.setObject(5, run);
            update.setLong(6, file.fileId());
            update.executeUpdate();
        }
        if (exclusion.sameContentAs() != null) {
            takeEffect(LoadOutcome.SKIPPED);
        }
    }

    /** Once the file's own outcome is in the ledger: takes out of bronze what it counts instead of. */
    void takeEffect(String status) throws SQLException {
        if (sameContentAs != null && !status.equals(LoadOutcome.SKIPPED)) {
            contents.note(file.fileId(), sameContentAs);
        }
        if (policy.onOverwrite().keepsOne() && !status.equals(LoadOutcome.REJECTED)) {
            for (Landing other : landings(LANDINGS)) {
                if (other.fileId() != file.fileId()) {
                    replace(other.fileId(), file.fileId());
                }
            }
        }
    }

    /** Leaves, of the files that the key has had, only the one that counts: the policy may be newer than they are. */
    void enforce() throws SQLException {
        lockKey();
        List<Landing> landings = landings(LANDINGS + AND_HOLD);
        if (landings.size() < 2) {
            return;
        }
        Landing inForce = Landing.inForce(landings, policy.onOverwrite());
        for (Landing other : landings) {
            if (other.fileId() != inForce.fileId()) {
                replace(other.fileId(), inForce.fileId());
            }
        }
    }

    private @Nullable Exclusion sameContent(String checksum) throws SQLException {
        boolean hold = policy.skipSameContent();
        // Where a key keeps one content, the same content under the same key (of another eTag) takes its place like any
        // other.
        boolean underSameKey = !hold || !policy.onOverwrite().keepsOne();
        sameContentAs = contents.find(file, pipeline, checksum, underSameKey, hold);
        return hold && sameContentAs != null ? Exclusion.sameContent(sameContentAs) : null;
    }

    private @Nullable Exclusion replaced(List<Landing> landings) {
        Landing inForce = Landing.inForce(landings, policy.onOverwrite());
        return inForce.fileId() == file.fileId() ? null : Exclusion.replaced(policy.onOverwrite(), inForce.fileId());
    }

    private void replace(long fileId, long by) throws SQLException {
        try (PreparedStatement retract = connection.prepareStatement(RETRACT)) {
            retract.setLong(1, fileId);
            retract.execute();
        }
        try (PreparedStatement replace = connection.prepareStatement(REPLACE)) {
            replace.setLong(1, by);
            replace.setString(2, Exclusion.replaced(policy.onOverwrite(), by).reason());
            replace.setLong(3, fileId);
            replace.executeUpdate();
        }
        contents.reopenCopiesOf(fileId);
    }

    private void lockKey() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_KEY)) {
            lock.setString(1, file.object().bucket());
            lock.setString(2, file.object().key());
            lock.execute();
        }
    }

    private List<Landing> landings(String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, file.object().bucket());
            select.setString(2, file.object().key());
            select.setLong(3, file.fileId());
            try (ResultSet row = select.executeQuery()) {
                List<Landing> landings = new ArrayList<>();
                while (row.next()) {
                    landings.add(new Landing(
                            row.getLong("file_id"),
                            row.getString("etag"),
                            moment(row.getString("sequencer"), row.getTimestamp("last_modified")),
                            moment(row.getString("first_sequencer"), row.getTimestamp("first_modified"))));
                }
                return landings;
            }
        }
    }

    private static Landing.Moment moment(@Nullable String sequencer, Timestamp modified) {
        return new Landing.Moment(sequencer, modified.toInstant());
    }
}
