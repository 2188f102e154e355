package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.delta.DeltaTables;
import dev.scout.loader.delta.LogKey;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Loads objects, each once and whole, however often and by however many it is tried: a file is loaded in one transaction, or, where it is too
 * large for that, in parts that become visible together.
 */
public final class FileLoader {

    /** Code of the failure to end a file in time that has got on all the same: who asks again goes on there. */
    public static final String UNFINISHED = "UNFINISHED";

    private static final Logger LOG = Logger.getLogger(FileLoader.class);

    private final DataSource dataSource;
    private final Ledger ledger;
    private final Partitions partitions;
    private final WholeLoad whole;
    private final SplitLoad split;
    private final DeltaTables tables;
    private final LoadSettings settings;
    private final Aftermath aftermath;
    private final Parking parking;

    /** @param queue takes what other invocations are to do; null where there is none */
    public FileLoader(
            DataSource dataSource,
            ObjectStore objects,
            LoadSettings settings,
            @Nullable HandOn queue,
            Parking parking) {
        this.dataSource = dataSource;
        this.parking = parking;
        this.ledger = new Ledger(dataSource);
        this.partitions = new Partitions(dataSource);
        this.settings = settings;
        Transfer transfer = new Transfer(objects, settings.maxRecordBytes());
        this.tables = new DeltaTables(dataSource, objects, settings.maxRecordBytes());
        TableLoad tableLoad = new TableLoad(tables, ledger, transfer, settings);
        this.whole = new WholeLoad(dataSource, ledger, transfer, tableLoad);
        this.split = new SplitLoad(
                dataSource,
                ledger,
                new SplitFile(dataSource, objects, ledger, settings),
                new SplitTable(dataSource, objects, tables, tableLoad, ledger, settings),
                settings,
                parking,
                queue);
        this.aftermath = new Aftermath(dataSource);
    }

    /**
     * Reads which pipelines there are, for the objects of one invocation.
     *
     * @param reopen whether files that were rejected whole, or parked, are tried again
     */
    public Session open(UUID run, boolean reopen) {
        partitions.ensure();
        return new Session(Routes.load(dataSource), run, reopen);
    }

    /** The loads of one invocation. */
    public final class Session {

        private final Routes routes;
        private final UUID run;
        private final boolean reopen;

        private Session(Routes routes, UUID run, boolean reopen) {
            this.routes = routes;
            this.run = run;
            this.reopen = reopen;
        }

        /** The same for objects that a person asks for: what was rejected whole, or parked, is tried again. */
        public Session reopening() {
            return new Session(routes, run, true);
        }

        /**
         * Loads the object, unless the ledger says that it is settled.
         *
         * @param deadline of the invocation: limits also how long to wait for another that is at the same object
         * @throws ScoutException where nothing could be settled; the ledger then says so too, if it can be reached
         * @throws Parked where it is given up on
         */
        public LoadOutcome load(LandedObject object, Deadline deadline) {
            if (object.key().indexOf('\0') >= 0) {
                throw new ScoutException(
                        "BAD_KEY", false, "The key of an object in " + object.bucket() + " has a NUL.", null);
            }
            Route route = routes.of(object);
            if (route instanceof Route.Skipped skipped) {
                return skip(object, skipped.reason(), deadline);
            }
            Pipeline pipeline = ((Route.Claimed) route).pipeline();
            String dataFile = pipeline.readsTables() ? tables.reasonNotToLoad(object, routes::claimTable) : null;
            return dataFile == null ? load(object, pipeline, deadline) : skip(object, dataFile, deadline);
        }

        /** Notes that the object can not be loaded because of something that no retry changes. */
        public LoadOutcome skip(LandedObject object, String reason, Deadline deadline) {
            ledger.skip(object, reason, run, deadline.patience());
            return new LoadOutcome(object.bucket(), object.key(), LoadOutcome.SKIPPED, null, 0, 0, false, reason);
        }

        private LoadOutcome load(LandedObject object, Pipeline pipeline, Deadline deadline) {
            ledger.begin(object, pipeline, run, reopen, deadline.patience())
                    .filter(parking::isDue)
                    .ifPresent(parking::insteadOf);
            LoadOutcome outcome = watched(object, pipeline, deadline, () -> {
                // How large a commit is says nothing of the version.
                if (object.sizeBytes() > settings.partBytes() && LogKey.of(object.key()) == null) {
                    return split.load(object, pipeline, reopen, run, deadline);
                }
                try {
                    return whole.load(object, pipeline, run, deadline);
                } catch (ToBeSplit e) {
                    return split.load(object, pipeline, reopen, run, deadline);
                }
            });
            if (outcome.isParked()) {
                throw Parking.still(object, outcome);
            }
            return outcome;
        }

        /** Finds the parts of a file that is being loaded in parts, and settles it if all are there; nothing where it is not. */
        public Optional<LoadOutcome> goOn(long fileId, Deadline deadline) {
            return ofSplit(fileId, deadline, found -> split.goOn(found, reopen, run, deadline));
        }

        /** Loads one part of a file that is being loaded in parts; nothing where it is not. */
        public Optional<LoadOutcome> part(long fileId, int partNo, Deadline deadline) {
            return ofSplit(fileId, deadline, found -> split.part(found, partNo, reopen, run, deadline));
        }

        private Optional<LoadOutcome> ofSplit(long fileId, Deadline deadline, SplitWork work) {
            Split found;
            boolean beginAnew;
            try {
                found = split.find(fileId);
                beginAnew = reopen && found != null && split.isOutdated(found);
            } catch (SQLException e) {
                throw DatabaseFailure.of("The parts of file " + fileId + " could not be read", e);
            }
            if (found != null && beginAnew) {
                return Optional.of(load(found.object(), deadline));
            }
            return found == null
                    ? Optional.empty()
                    : Optional.of(watched(found.object(), found.pipeline(), deadline, () -> work.run(found)));
        }

        private LoadOutcome watched(LandedObject object, Pipeline pipeline, Deadline deadline, Work work) {
            try {
                LoadOutcome outcome = work.run();
                if (!outcome.status().equals(LoadOutcome.LOADING)) {
                    aftermath
                            .of(object, pipeline, outcome, deadline)
                            .forEach(reopened -> loadReopened(reopened, deadline));
                }
                return outcome;
            } catch (Parked e) {
                throw e;
            } catch (SQLException e) {
                throw noted(object, DatabaseFailure.of(object.uri() + " could not be loaded", e));
            } catch (ScoutException e) {
                throw noted(object, e);
            } catch (NotToBeLoaded e) {
                return skip(object, e.reason(), deadline);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
                throw noted(object, unexpected(object, e));
            }
        }

        /** Where this fails, the ledger says so, and the file stays one that is to be loaded. */
        private void loadReopened(LandedObject object, Deadline deadline) {
            if (deadline.isNear()) {
                return;
            }
            try {
                load(object, deadline);
            } catch (ScoutException | Parked e) {
                LOG.warnf(e, "%s has to be loaded again, and was not: %s", object.uri(), e.getMessage());
            }
        }

        private static ScoutException unexpected(LandedObject object, Throwable cause) {
            String what = object.uri() + " could not be loaded: ";
            return cause instanceof OutOfMemoryError
                    ? new ScoutException(
                            "OUT_OF_MEMORY",
                            false,
                            what + "it needs more memory than the function has (or says so, being corrupt).",
                            cause)
                    : new ScoutException(
                            "LOAD_FAILED",
                            false,
                            what + cause.getClass().getSimpleName() + "; the log says where.",
                            cause);
        }

        private ScoutException noted(LandedObject object, ScoutException failure) {
            try {
                // A file that is too slow is so each time.
                boolean passing = failure.retryable() && !failure.code().equals(BronzeWriter.OUT_OF_TIME);
                ledger.noteFailure(object, String.valueOf(failure.getMessage()), passing);
            } catch (ScoutException unreachable) {
                failure.addSuppressed(unreachable);
            }
            return failure;
        }
    }

    @FunctionalInterface
    private interface Work {
        LoadOutcome run() throws SQLException;
    }

    @FunctionalInterface
    private interface SplitWork {
        LoadOutcome run(Split split) throws SQLException;
    }
}
