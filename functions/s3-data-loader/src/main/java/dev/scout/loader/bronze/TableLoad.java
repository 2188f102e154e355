package dev.scout.loader.bronze;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.delta.DeltaTables;
import dev.scout.loader.delta.LogKey;
import dev.scout.loader.delta.SupersededException;
import dev.scout.loader.delta.TableReader;
import dev.scout.loader.delta.TableStep;
import dev.scout.loader.delta.UnreadableTableException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.source.RecordReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Loads a version of a Delta table when its commit lands: what is new in it comes into bronze, what is gone from it is taken out. */
final class TableLoad {

    static final String FORMAT = "delta";

    private final DeltaTables tables;
    private final Ledger ledger;
    private final Transfer transfer;
    private final LoadSettings settings;

    TableLoad(DeltaTables tables, Ledger ledger, Transfer transfer, LoadSettings settings) {
        this.tables = tables;
        this.ledger = ledger;
        this.transfer = transfer;
        this.settings = settings;
    }

    /** Notes that there is the table; to be done before the transaction that loads a version of it. */
    void register(String bucket, LogKey log) throws SQLException {
        tables.register(bucket, log);
    }

    /**
     * Loads the version, in the transaction that has the commit's row of the ledger.
     *
     * @throws NotToBeLoaded where others tell of it, or of what became of it
     * @throws ToBeSplit where it brings too much for one transaction
     */
    LoadOutcome load(
            Connection connection,
            Entry entry,
            FileContext file,
            LogKey log,
            Pipeline pipeline,
            UUID run,
            Deadline deadline)
            throws SQLException {
        TableStep step = tables.begin(connection, file.object(), log);
        refuseTold(file, log, step);
        Optional<LoadOutcome> covered = ifCovered(connection, file, log, step, pipeline, run);
        if (covered.isPresent()) {
            return covered.get();
        }
        Savepoint before = connection.setSavepoint();
        long begun = System.nanoTime();
        try {
            TableStep.Compared compared = step.compare();
            if (compared.bytesToRead() > settings.partBytes()) {
                throw new ToBeSplit(null);
            }
            return load(connection, file, compared, before, pipeline, run, deadline);
        } catch (SupersededException e) {
            throw new NotToBeLoaded(e);
        } catch (UnreadableTableException e) {
            connection.rollback(before);
            return refuse(connection, file, pipeline, e, run, deadline);
        } catch (ScoutException e) {
            throw ToBeSplit.insteadOf(e, entry, begun);
        }
    }

    private LoadOutcome load(
            Connection connection,
            FileContext file,
            TableStep.Compared compared,
            Savepoint before,
            Pipeline pipeline,
            UUID run,
            Deadline deadline)
            throws SQLException {
        TableReader reader = compared.change();
        Transferred transferred = transfer(connection, file, pipeline, deadline, reader);
        boolean[] refused = {false};
        Tally tally = transferred.tally();
        if (tally.loaded() + tally.quarantined() > 0) {
            tally = QualityGate.settle(connection, file, pipeline, transferred, true, () -> {
                connection.rollback(before);
                refused[0] = true;
            });
        }
        if (!refused[0]) {
            compared.apply(file.fileId());
        }
        return settle(connection, file, pipeline, tally, transferred.checksum(), run);
    }

    /** @throws NotToBeLoaded where another object tells of the version */
    static void refuseTold(FileContext file, LogKey log, TableStep step) {
        if (step.isTold()) {
            throw new NotToBeLoaded("It is a checkpoint of version " + log.version() + " of the Delta table s3://"
                    + file.object().bucket() + "/" + log.root() + ", which its commit loads.");
        }
    }

    /** Settles the version, if bronze holds it, or a later one. */
    Optional<LoadOutcome> ifCovered(
            Connection connection, FileContext file, LogKey log, TableStep step, Pipeline pipeline, UUID run)
            throws SQLException {
        return step.isCovered()
                ? Optional.of(settle(connection, file, pipeline, covered(log, step.applied()), null, run))
                : Optional.empty();
    }

    /** Settles a version that can not be read. */
    LoadOutcome refuse(
            Connection connection,
            FileContext file,
            Pipeline pipeline,
            UnreadableTableException reason,
            UUID run,
            Deadline deadline)
            throws SQLException {
        Transferred refused = transfer(connection, file, pipeline, deadline, new RefusedTable(reason.refusal()));
        return settle(connection, file, pipeline, refused.tally(), refused.checksum(), run);
    }

    private Transferred transfer(
            Connection connection, FileContext file, Pipeline pipeline, Deadline deadline, RecordReader reader) {
        try {
            return transfer.by(connection, file, pipeline, deadline, FORMAT, reader);
        } catch (ObjectGoneException e) {
            throw new NotToBeLoaded(e);
        }
    }

    private LoadOutcome settle(
            Connection connection,
            FileContext file,
            Pipeline pipeline,
            Tally tally,
            @Nullable String checksum,
            UUID run)
            throws SQLException {
        ledger.settle(connection, file.fileId(), tally, checksum, run);
        return LoadOutcome.settled(file.object(), pipeline.name(), tally);
    }

    private static Tally covered(LogKey log, long applied) {
        ObjectNode reader = JsonNodeFactory.instance.objectNode();
        reader.put("version", log.version()).put("covered_by_version", applied);
        return new Tally(0, 0, null, FORMAT, reader);
    }
}
