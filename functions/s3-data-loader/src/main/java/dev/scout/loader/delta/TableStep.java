package dev.scout.loader.delta;

import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings bronze from the version of a table that it holds to another, in one transaction. What counts is what is live in a version, so the
 * order in which versions are told of changes nothing.
 */
public final class TableStep {

    private final ObjectStore store;
    private final TableObjects objects;
    private final LandedObject object;
    private final LogKey log;
    private final int maxRecordBytes;
    private final TableLedger ledger;
    private @Nullable TableVersion version;
    private @Nullable TableReader reader;

    private TableStep(ObjectStore store, LandedObject object, LogKey log, int maxRecordBytes, TableLedger ledger) {
        this.store = store;
        this.objects = new TableObjects(store, object.bucket(), log.root());
        this.object = object;
        this.log = log;
        this.maxRecordBytes = maxRecordBytes;
        this.ledger = ledger;
    }

    /** Takes the table, which is registered, for this transaction. */
    static TableStep begin(
            Connection connection, ObjectStore store, LandedObject object, LogKey log, int maxRecordBytes)
            throws SQLException {
        TableLedger ledger = TableLedger.lock(connection, object.bucket(), log.root());
        return new TableStep(store, object, log, maxRecordBytes, ledger);
    }

    /** The version that bronze holds; -1 where it holds none. */
    public long applied() {
        return ledger.applied();
    }

    /** Whether bronze holds this version or a later one of the same table. */
    public boolean isCovered() {
        return log.version() <= ledger.applied() && !isAnotherTable();
    }

    /** Whether this is a checkpoint of a version whose commit is there, which tells of the version by itself. */
    public boolean isTold() {
        if (log.kind() != LogKey.Kind.CHECKPOINT) {
            return false;
        }
        try {
            objects.find(commitKey(log.version()));
            return true;
        } catch (ObjectGoneException e) {
            return false;
        }
    }

    /**
     * Takes out of bronze what is not live any more.
     *
     * @return what reads that which is new
     * @throws SupersededException where the version is not told any more
     * @throws UnreadableTableException where it can not be read
     */
    public TableReader change() throws SQLException, SupersededException {
        version = TableVersion.open(store, object.bucket(), log);
        reader = new TableReader(version, ledger.changeTo(version), maxRecordBytes);
        return reader;
    }

    /** Notes that bronze holds the version, once all that is new was read. */
    public void apply(long fileId) throws SQLException {
        if (version == null || reader == null) {
            throw new IllegalStateException("Nothing was changed");
        }
        String etag = log.kind() == LogKey.Kind.COMMIT ? object.etag() : null;
        ledger.apply(version, etag, fileId, reader.loaded());
    }

    /** Whether the log is not the one any more that told of the version in bronze: it is shorter, or has another commit there. */
    private boolean isAnotherTable() {
        String directory = objects.key(TableObjects.ROOT + "/" + LogKey.DIRECTORY);
        String commit = commitKey(ledger.applied());
        List<LandedObject> found = objects.list(directory, commit.substring(0, commit.length() - ".json".length()));
        for (LandedObject candidate : found) {
            if (candidate.key().equals(commit)) {
                return ledger.appliedEtag() != null && !candidate.etag().equals(ledger.appliedEtag());
            }
        }
        return found.stream()
                .map(LandedObject::key)
                .map(LogKey::of)
                .noneMatch(later -> later != null && later.version() >= ledger.applied());
    }

    private String commitKey(long version) {
        return objects.key(
                TableObjects.ROOT + "/" + LogKey.DIRECTORY + String.format(Locale.ROOT, "%020d.json", version));
    }
}
