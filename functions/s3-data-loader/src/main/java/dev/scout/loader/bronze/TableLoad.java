package dev.scout.loader.bronze;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Loads a version of a Delta table when its commit lands: what is new in it comes into bronze, what is gone from it is taken out. */
final class TableLoad {

    private static final String FORMAT = "delta";

    private final DeltaTables tables;
    private final Ledger ledger;
    private final Transfer transfer;

    TableLoad(DeltaTables tables, Ledger ledger, Transfer transfer) {
        this.tables = tables;
        this.ledger = ledger;
        this.transfer = transfer;
    }

    /** Notes that there is the table; to be done before the transaction that loads a version of it. */
    void register(String bucket, LogKey log) throws SQLException {
        tables.register(bucket, log);
    }

    /**
     * Loads the version, in the transaction that has the commit's row of the ledger.
     *
     * @throws NotToBeLoaded where others tell of it, or of what became of it
     */
    LoadOutcome load(
            Connection connection, FileContext file, LogKey log, Pipeline pipeline, UUID run, Deadline deadline)
            throws SQLException {
        TableStep step = tables.begin(connection, file.object(), log);
        if (step.isTold()) {
            throw new NotToBeLoaded("It is a checkpoint of version " + log.version() + " of the Delta table s3://"
                    + file.object().bucket() + "/" + log.root() + ", which its commit loads.");
        }
        if (step.isCovered()) {
            return settle(connection, file, pipeline, covered(log, step.applied()), null, run);
        }
        Savepoint before = connection.setSavepoint();
        try {
            return load(connection, file, step, before, pipeline, run, deadline);
        } catch (SupersededException e) {
            throw new NotToBeLoaded(e);
        } catch (UnreadableTableException e) {
            connection.rollback(before);
            Transferred refused = transfer(connection, file, pipeline, deadline, new RefusedTable(e.refusal()));
            return settle(connection, file, pipeline, refused.tally(), refused.checksum(), run);
        }
    }

    private LoadOutcome load(
            Connection connection,
            FileContext file,
            TableStep step,
            Savepoint before,
            Pipeline pipeline,
            UUID run,
            Deadline deadline)
            throws SQLException, SupersededException {
        TableReader reader = step.change();
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
            step.apply(file.fileId());
        }
        return settle(connection, file, pipeline, tally, transferred.checksum(), run);
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
