package dev.scout.loader.bronze;

import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.delta.DeltaTables;
import dev.scout.loader.delta.LogKey;
import dev.scout.loader.delta.SupersededException;
import dev.scout.loader.delta.TableSplit;
import dev.scout.loader.delta.TableStep;
import dev.scout.loader.delta.UnreadableTableException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.ObjectEvent;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A version of a Delta table that is loaded in parts, which are runs of the data files that it brings. Others may be loaded meanwhile, so
 * what bronze keeps, and what is missing, is found out anew by the transaction that settles it.
 */
final class SplitTable implements SplitKind {

    private final DataSource dataSource;
    private final ObjectStore objects;
    private final DeltaTables tables;
    private final TableLoad loads;
    private final Ledger ledger;
    private final LoadSettings settings;
    private final Splits splits = new Splits();
    private final Parts parts = new Parts();

    SplitTable(
            DataSource dataSource,
            ObjectStore objects,
            DeltaTables tables,
            TableLoad loads,
            Ledger ledger,
            LoadSettings settings) {
        this.dataSource = dataSource;
        this.objects = objects;
        this.tables = tables;
        this.loads = loads;
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public Optional<LoadOutcome> begin(
            Connection connection, Entry entry, LandedObject object, Pipeline pipeline, UUID run, Deadline deadline)
            throws SQLException {
        FileContext file = new FileContext(entry.fileId(), object, HivePartitions.of(object.key()));
        LogKey log = log(object);
        TableStep step = tables.begin(connection, object, log);
        Optional<LoadOutcome> covered = loads.ifCovered(connection, file, log, step, pipeline, run);
        if (covered.isPresent()) {
            splits.abandon(connection, entry.fileId());
            return covered;
        }
        if (entry.isSplit()) {
            return Optional.empty();
        }
        TableLoad.refuseTold(file, log, step);
        Savepoint before = connection.setSavepoint();
        try {
            TableStep.Compared compared = step.compare();
            compared.split(splits.begin(connection, entry.fileId(), pipeline, settings), entry.fileId());
            return Optional.empty();
        } catch (SupersededException e) {
            throw new NotToBeLoaded(e);
        } catch (UnreadableTableException e) {
            connection.rollback(before);
            return Optional.of(loads.refuse(connection, file, pipeline, e, run, deadline));
        }
    }

    @Override
    public boolean isAlwaysSurveyed() {
        return true;
    }

    @Override
    public boolean survey(Split split, Place from, Survey.Cuts cuts, UUID run, Deadline deadline)
            throws ObjectGoneException, SQLException {
        TableSplit table;
        try (Connection connection = dataSource.getConnection()) {
            table = find(connection, split);
        }
        if (table == null) {
            return true; // It was settled, or given up, in this moment.
        }
        Place[] begin = {from};
        try {
            boolean isComplete = table.survey(dataSource, from, split.settings().partBytes(), deadline, place -> {
                cuts.cut(begin[0], place, null);
                begin[0] = place;
            });
            if (isComplete) {
                cuts.end(begin[0], checksum(split.object()));
            }
            return isComplete;
        } catch (UnreadableTableException e) {
            refuse(split, e, run, deadline);
            return true;
        }
    }

    private @Nullable TableSplit find(Connection connection, Split split) throws SQLException {
        return tables.split(connection, split.object(), log(split.object()), split.splitId());
    }

    private @Nullable String checksum(LandedObject object) throws ObjectGoneException {
        try (ObjectStream bytes = objects.open(object)) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return bytes.checksum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuse(Split split, UnreadableTableException reason, UUID run, Deadline deadline) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Transactions.run(connection, deadline, () -> {
                if (!ledger.lock(connection, split.fileId()).isSettled()) {
                    refuse(connection, split, reason, run, deadline);
                }
                return reason;
            });
        }
    }

    private LoadOutcome refuse(
            Connection connection, Split split, UnreadableTableException reason, UUID run, Deadline deadline)
            throws SQLException {
        splits.abandon(connection, split.fileId());
        return loads.refuse(connection, split.file(), split.pipeline(), reason, run, deadline);
    }

    @Override
    public boolean isMoot(Split split) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return isCovered(connection, split);
        }
    }

    private boolean isCovered(Connection connection, Split split) throws SQLException {
        return tables.isCovered(connection, split.object(), log(split.object()));
    }

    @Override
    public PartResult read(Connection connection, Split split, Part part, PartReader reader) throws SQLException {
        TableSplit table = Objects.requireNonNull(find(connection, split), "What has parts is split");
        try (Content none = Content.of(InputStream.nullInputStream())) {
            return reader.read(
                    Reading.of(TableLoad.FORMAT, none, table.part(connection, part.stretch())), deadline -> null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<LoadOutcome> settle(Connection connection, Split split, UUID run, Deadline deadline)
            throws SQLException {
        LandedObject object = split.object();
        if (!splits.isComplete(connection, split) && !isCovered(connection, split)) {
            return Optional.of(split.handedOn());
        }
        TableStep step = tables.begin(connection, object, log(object));
        Optional<LoadOutcome> covered =
                loads.ifCovered(connection, split.file(), log(object), step, split.pipeline(), run);
        if (covered.isPresent()) {
            splits.abandon(connection, split.fileId());
            return covered;
        }
        refuseReplaced(object);
        TableSplit table = find(connection, split);
        if (table == null || !splits.isComplete(connection, split)) {
            return Optional.of(split.handedOn());
        }
        Savepoint waiting = connection.setSavepoint();
        TableStep.ComparedSplit compared;
        try {
            compared = step.compare(table);
        } catch (UnreadableTableException e) {
            connection.rollback(waiting);
            return Optional.of(refuse(connection, split, e, run, deadline));
        }
        if (!compared.isComplete()) {
            connection.rollback(waiting);
            compared.extend();
            return Optional.empty();
        }
        return Optional.of(settle(connection, waiting, split, compared, run));
    }

    /** The parts are read from other objects, so this is seen nowhere else: the table may have been deleted, and made anew. */
    private void refuseReplaced(LandedObject object) {
        try {
            objects.find(new ObjectEvent(
                    object.bucket(), object.key(), object.etag(), object.versionId(), null, null, null));
        } catch (ObjectGoneException e) {
            throw new NotToBeLoaded(e);
        }
    }

    private LoadOutcome settle(
            Connection connection, Savepoint waiting, Split split, TableStep.ComparedSplit compared, UUID run)
            throws SQLException {
        compared.change();
        Transferred all = splits.settle(connection, split, parts);
        boolean[] refused = {false};
        Tally tally = all.tally();
        if (tally.loaded() + tally.quarantined() > 0) {
            tally = QualityGate.settle(connection, split.file(), split.pipeline(), all, false, () -> {
                connection.rollback(waiting);
                splits.abandon(connection, split.fileId());
                refused[0] = true;
            });
        }
        if (!refused[0]) {
            compared.apply(split.fileId(), tally.reader());
        }
        ledger.settle(connection, split.fileId(), tally, all.checksum(), run);
        return LoadOutcome.settled(split.object(), split.pipeline().name(), tally);
    }

    private static LogKey log(LandedObject object) {
        return Objects.requireNonNull(LogKey.of(object.key()), "What tells of a version is in the table's log");
    }
}
