package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.delta.DeltaTables;
import dev.scout.loader.delta.LogKey;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.quality.SchemaMovedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A file that is loaded in one transaction: its rows, its refusals and its ledger row commit together. */
final class WholeLoad {

    private static final int MOST_ATTEMPTS = 3;

    private final DataSource dataSource;
    private final Ledger ledger;
    private final Transfer transfer;
    private final TableLoad tables;

    WholeLoad(DataSource dataSource, Ledger ledger, Transfer transfer, TableLoad tables) {
        this.tables = tables;
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.transfer = transfer;
    }

    /**
     * Loads it, unless the ledger says that it is settled.
     *
     * @throws NotToBeLoaded where nothing of it is to stand
     * @throws ToBeSplit where it is being loaded in parts, or takes too long
     */
    LoadOutcome load(LandedObject object, Pipeline pipeline, UUID run, Deadline deadline) throws SQLException {
        LogKey log = LogKey.of(object.key());
        if (log != null) {
            tables.register(object.bucket(), log);
        }
        Pipeline asItIs = pipeline;
        for (int attempt = 1; ; attempt++) {
            Pipeline now = asItIs;
            try (Connection connection = dataSource.getConnection()) {
                return Transactions.run(connection, deadline, () -> load(connection, object, log, now, run, deadline));
            } catch (SchemaMovedException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new ScoutException(
                            "SCHEMA_MOVED",
                            true,
                            "The columns that pipeline \"" + pipeline.name() + "\" knows changed " + attempt
                                    + " times while " + object.uri() + " was read.",
                            e);
                }
                asItIs = pipeline.withStandards(e.standards());
            }
        }
    }

    private LoadOutcome load(
            Connection connection,
            LandedObject object,
            @Nullable LogKey log,
            Pipeline pipeline,
            UUID run,
            Deadline deadline)
            throws SQLException {
        Entry entry = ledger.lock(connection, object);
        if (!entry.isOpen()) {
            Precedence.refuseReplaced(entry, object);
            ledger.landAgain(connection, entry, object);
            return LoadOutcome.already(object, entry);
        }
        if (entry.isSplit()) {
            throw new ToBeSplit(null);
        }
        FileContext file = new FileContext(entry.fileId(), object, HivePartitions.of(object.key()));
        if (log != null) {
            return tables.load(connection, entry, file, log, pipeline, run, deadline);
        }
        String dataFile = pipeline.readsTables() ? DeltaTables.reasonNotToLoad(connection, object) : null;
        if (dataFile != null) {
            throw new NotToBeLoaded(dataFile);
        }
        Precedence precedence = new Precedence(connection, pipeline, file);
        String checksum = null;
        Exclusion excluded = precedence.beforeReading();
        if (excluded == null) {
            boolean certain =
                    pipeline.policy().keepsAll() && !pipeline.standards().mayRefuseFiles();
            Savepoint unread = certain ? null : connection.setSavepoint();
            Transferred transferred = transfer(connection, entry, file, pipeline, deadline);
            Tally tally = QualityGate.settle(
                    connection, file, pipeline, transferred, true, () -> connection.rollback(unread));
            checksum = transferred.checksum();
            excluded = precedence.afterReading(tally.status(), checksum);
            if (excluded == null) {
                ledger.settle(connection, entry.fileId(), tally, checksum, run);
                precedence.takeEffect(tally.status());
                return LoadOutcome.settled(object, pipeline.name(), tally);
            }
            connection.rollback(unread);
        }
        precedence.exclude(excluded, checksum, run);
        return LoadOutcome.excluded(object, pipeline.name(), excluded);
    }

    private Transferred transfer(
            Connection connection, Entry entry, FileContext file, Pipeline pipeline, Deadline deadline) {
        long begin = System.nanoTime();
        try {
            return transfer.whole(connection, file, pipeline, deadline);
        } catch (ObjectGoneException e) {
            throw new NotToBeLoaded(e);
        } catch (ScoutException e) {
            throw ToBeSplit.insteadOf(e, entry, begin);
        }
    }
}
