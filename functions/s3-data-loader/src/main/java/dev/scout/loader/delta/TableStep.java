package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
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

    private final Connection connection;
    private final ObjectStore store;
    private final TableObjects objects;
    private final LandedObject object;
    private final LogKey log;
    private final int maxRecordBytes;
    private final TableLedger ledger;

    private TableStep(
            Connection connection,
            ObjectStore store,
            LandedObject object,
            LogKey log,
            int maxRecordBytes,
            TableLedger ledger) {
        this.connection = connection;
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
        return new TableStep(connection, store, object, log, maxRecordBytes, ledger);
    }

    /** Looks at it, whoever has it now. */
    static TableStep look(Connection connection, ObjectStore store, LandedObject object, LogKey log, int maxRecordBytes)
            throws SQLException {
        TableLedger ledger = TableLedger.look(connection, object.bucket(), log.root());
        return new TableStep(connection, store, object, log, maxRecordBytes, ledger);
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
     * Finds out what the version changes, and changes nothing yet.
     *
     * @throws SupersededException where the version is not told any more
     * @throws UnreadableTableException where it can not be read
     */
    public Compared compare() throws SQLException, SupersededException {
        TableVersion version = TableVersion.open(store, object.bucket(), log);
        ledger.compare(version, deletions());
        return new Compared(version.state());
    }

    /** Likewise, for a version that was loaded in parts, and whose parts are all there. */
    public ComparedSplit compare(TableSplit split) throws SQLException {
        ledger.compare(split.splitId(), split.state(), deletions());
        return new ComparedSplit(split, ledger.toRead());
    }

    private DeletionVectors deletions() {
        return new DeletionVectors(objects, log.version());
    }

    private void apply(TableState state, long fileId) throws SQLException {
        ledger.apply(state, log.kind() == LogKey.Kind.COMMIT ? object.etag() : null, fileId);
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

    /** What a version changes in bronze. It is either changed in this transaction, or written down to be loaded in parts. */
    public final class Compared {

        private final TableState state;
        private @Nullable TableReader reader;

        private Compared(TableState state) {
            this.state = state;
        }

        /** How large the data files are, all together, whose rows come in. */
        public long bytesToRead() throws SQLException {
            return ledger.bytesToRead();
        }

        /**
         * Takes out of bronze what is not live any more.
         *
         * @return what reads that which is new
         */
        public TableReader change() throws SQLException {
            TableReader made =
                    new TableReader(new DataFileReader(objects, state, maxRecordBytes), ledger.change(objects));
            reader = made;
            return made;
        }

        /** Notes that bronze holds the version, once all that is new was read. */
        public void apply(long fileId) throws SQLException {
            if (reader == null) {
                throw new IllegalStateException("Nothing was changed");
            }
            ledger.add(fileId, reader.loaded());
            TableStep.this.apply(state, fileId);
        }

        /**
         * Writes down what is live, and what of it the parts are to read.
         *
         * @throws ScoutException where another version is being loaded in parts: most of what it brings would be read twice
         */
        public void split(long splitId, long fileId) throws SQLException {
            TableSplits splits = new TableSplits(connection);
            if (splits.isAnotherGettingOn(ledger.tableId(), fileId)) {
                throw new ScoutException(
                        "LOAD_UNDER_WAY",
                        true,
                        "Another version of the Delta table " + objects.uri() + " is being loaded in parts; version "
                                + state.version() + " is tried again when that is done.",
                        null);
            }
            splits.write(splitId, ledger.tableId(), state);
        }
    }

    /** What a version changes in bronze whose parts wait to come in. */
    public final class ComparedSplit {

        private final TableSplit split;
        private final List<DataFile> missing;
        private @Nullable TableChanges changes;

        private ComparedSplit(TableSplit split, List<DataFile> missing) {
            this.split = split;
            this.missing = missing;
        }

        /** Whether no rows are missing: bronze may not hold what it held when the version was split, since others have come in. */
        public boolean isComplete() {
            return missing.isEmpty();
        }

        /** Has the missing data files read by further parts. */
        public void extend() throws SQLException {
            new TableSplits(connection).extend(split.splitId(), missing);
        }

        /** Takes out of bronze what is not live any more, or comes in with the parts. */
        public void change() throws SQLException {
            changes = ledger.change(objects);
        }

        /**
         * Notes that bronze holds the version, once its parts have come in.
         *
         * @param description is told of it
         */
        public void apply(long fileId, ObjectNode description) throws SQLException {
            if (changes == null) {
                throw new IllegalStateException("Nothing was changed");
            }
            changes.describe(description, new TableSplits(connection).settle(split.splitId(), fileId));
            TableStep.this.apply(split.state(), fileId);
        }
    }
}
