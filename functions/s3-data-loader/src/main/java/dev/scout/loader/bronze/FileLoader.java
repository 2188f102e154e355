package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.bronze.Ledger.Settlement;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.FormatDetector;
import dev.scout.loader.source.Reading;
import dev.scout.loader.source.SourceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Loads one object: its rows, its refusals and its ledger row commit together, so that an object is loaded once and whole, however often and
 * by however many it is tried.
 */
public final class FileLoader {

    private final DataSource dataSource;
    private final ObjectStore objects;
    private final Ledger ledger;
    private final Partitions partitions;
    private final int maxRecordBytes;

    public FileLoader(DataSource dataSource, ObjectStore objects, int maxRecordBytes) {
        this.dataSource = dataSource;
        this.objects = objects;
        this.ledger = new Ledger(dataSource);
        this.partitions = new Partitions(dataSource);
        this.maxRecordBytes = maxRecordBytes;
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
            try (Connection connection = dataSource.getConnection()) {
                return Transactions.run(connection, () -> transfer(connection, object, pipeline, deadline));
            } catch (SQLException e) {
                throw noted(object, DatabaseFailure.of(object.uri() + " could not be loaded", e));
            } catch (ScoutException e) {
                throw noted(object, e);
            } catch (GoneWhileLoading e) {
                return skip(object, e.reason(), deadline);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
                throw noted(object, unexpected(object, e));
            }
        }

        private LoadOutcome transfer(Connection connection, LandedObject object, Pipeline pipeline, Deadline deadline)
                throws SQLException {
            Transactions.limitWaiting(connection, deadline.patience());
            Transactions.endWhenAbandoned(connection);
            Entry entry = ledger.lock(connection, object);
            if (!entry.isOpen()) {
                ledger.landAgain(connection, entry, object);
                return new LoadOutcome(
                        object.bucket(),
                        object.key(),
                        entry.status(),
                        entry.pipeline(),
                        entry.rowsLoaded(),
                        entry.rowsQuarantined(),
                        true,
                        entry.error());
            }
            Settlement settlement = copy(connection, entry, object, pipeline, deadline);
            ledger.settle(connection, entry, settlement, run);
            return new LoadOutcome(
                    object.bucket(),
                    object.key(),
                    settlement.status(),
                    pipeline.name(),
                    settlement.rowsLoaded(),
                    settlement.rowsQuarantined(),
                    false,
                    settlement.error());
        }

        private Settlement copy(
                Connection connection, Entry entry, LandedObject object, Pipeline pipeline, Deadline deadline) {
            FileContext file = new FileContext(entry.fileId(), object, HivePartitions.of(object.key()));
            BronzeRow row =
                    pipeline.targetTable().equals("bronze_edge_raw") ? new EdgeRow(file) : new TransactionsRow(file);
            try (ObjectStream bytes = objects.open(object);
                    InputStream ahead = bytes.readAhead();
                    Content content = Content.of(ahead);
                    BronzeWriter writer = new BronzeWriter(connection, file, row, deadline)) {
                Reading reading = FormatDetector.open(
                        content,
                        object.key(),
                        new SourceSettings(
                                pipeline.format(), pipeline.readerOptions(), pipeline.mapping(), maxRecordBytes));
                reading.into(writer);
                ahead.transferTo(OutputStream.nullOutputStream()); // The checksum covers all of it.
                writer.flush();
                return new Settlement(
                        writer.loaded(),
                        writer.quarantined(),
                        writer.firstRefusal(),
                        bytes.checksum(),
                        reading.format(),
                        reading.description());
            } catch (ObjectGoneException e) {
                throw new GoneWhileLoading(e);
            } catch (IOException e) {
                throw new UncheckedIOException("Closing " + object.uri() + " failed", e);
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

    private static final class GoneWhileLoading extends RuntimeException {

        private static final long serialVersionUID = 1L;

        GoneWhileLoading(ObjectGoneException cause) {
            super(cause.getMessage(), cause);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
