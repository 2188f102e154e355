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

    public FileLoader(DataSource dataSource, ObjectStore objects, int maxRecordBytes) {
        this.dataSource = dataSource;
        this.ledger = new Ledger(dataSource);
        this.partitions = new Partitions(dataSource);
        this.whole = new WholeLoad(dataSource, ledger, new Transfer(objects, maxRecordBytes));
        this.aftermath = new Aftermath(dataSource);
    }

    /**
     * Reads which pipelines there are, for the objects of one invocation.
     *
     * @param reopen whether files that were rejected whole are tried again
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

        /**
         * Loads the object, unless the ledger says that it is settled.
         *
         * @param deadline of the invocation: limits also how long to wait for another that is at the same object
         * @throws ScoutException where nothing could be settled; the ledger then says so too, if it can be reached
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
            ledger.begin(object, pipeline, run, reopen, deadline.patience());
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
            } catch (ScoutException e) {
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
                ledger.noteFailure(object, String.valueOf(failure.getMessage()));
            } catch (ScoutException unreachable) {
                failure.addSuppressed(unreachable);
            }
            return failure;
        }
    }
}
