package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Loads one object: its rows, its refusals and its ledger row commit together, so that an object is loaded once and whole, however often and
 * by however many it is tried.
 */
public final class FileLoader {

    private static final Logger LOG = Logger.getLogger(FileLoader.class);

    private final DataSource dataSource;
    private final Ledger ledger;
    private final Partitions partitions;
    private final WholeLoad whole;
    private final Aftermath aftermath;
    private final Parking parking;

    public FileLoader(DataSource dataSource, ObjectStore objects, int maxRecordBytes, Parking parking) {
        this.dataSource = dataSource;
        this.parking = parking;
        this.ledger = new Ledger(dataSource);
        this.partitions = new Partitions(dataSource);
        this.whole = new WholeLoad(dataSource, ledger, new Transfer(objects, maxRecordBytes));
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
            return route instanceof Route.Claimed claimed
                    ? load(object, claimed.pipeline(), deadline)
                    : skip(object, ((Route.Skipped) route).reason(), deadline);
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
            LoadOutcome outcome = attempt(object, pipeline, deadline);
            if (outcome.isParked()) {
                throw Parking.still(object, outcome);
            }
            return outcome;
        }

        private LoadOutcome attempt(LandedObject object, Pipeline pipeline, Deadline deadline) {
            try {
                LoadOutcome outcome = whole.load(object, pipeline, run, deadline);
                aftermath.of(object, pipeline, outcome, deadline).forEach(reopened -> loadReopened(reopened, deadline));
                return outcome;
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
                boolean passing = failure.retryable() && !failure.code().equals("OUT_OF_TIME");
                ledger.noteFailure(object, String.valueOf(failure.getMessage()), passing);
            } catch (ScoutException unreachable) {
                failure.addSuppressed(unreachable);
            }
            return failure;
        }
    }
}
