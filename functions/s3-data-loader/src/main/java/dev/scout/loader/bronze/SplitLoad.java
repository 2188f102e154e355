package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.compression.ResumePoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Files that are loaded in parts, each in a transaction of its own. Nobody sees their rows until all parts are there: then whoever finished
 * the last one settles the file, in one transaction. With a queue, the parts are given to other invocations as they are found; without, one
 * invocation loads one after the other, and whoever is asked again goes on where it stopped.
 */
final class SplitLoad {

    private final DataSource dataSource;
    private final ObjectStore objects;
    private final Ledger ledger;
    private final Splits splits = new Splits();
    private final Parts parts = new Parts();
    private final PartLoad partLoad;
    private final LoadSettings settings;
    private final Parking parking;
    private final @Nullable HandOn queue;

    SplitLoad(
            DataSource dataSource,
            ObjectStore objects,
            Ledger ledger,
            LoadSettings settings,
            Parking parking,
            @Nullable HandOn queue) {
        this.dataSource = dataSource;
        this.objects = objects;
        this.ledger = ledger;
        this.parking = parking;
        this.partLoad = new PartLoad(dataSource, objects, splits, parts, parking);
        this.settings = settings;
        this.queue = queue;
    }

    /**
     * Begins with the object, or goes on with it, unless the ledger says that it is settled.
     *
     * @param again whether a person asks for it: parts that failed before have fresh attempts, and where its pipeline has been changed since it
     *     was split, all of it is begun anew
     * @throws NotToBeLoaded where nothing of it is to stand
     */
    LoadOutcome load(LandedObject object, Pipeline pipeline, boolean again, UUID run, Deadline deadline)
            throws SQLException {
        Optional<LoadOutcome> settled =
                inTransaction(deadline, connection -> begin(connection, object, pipeline, again, run));
        if (settled.isPresent()) {
            return settled.get();
        }
        Split split = find(object);
        return split == null
                ? LoadOutcome.handedOn(object, pipeline.name()) // Somebody else has finished it in this moment.
                : goOn(split, run, deadline);
    }

    /** The outcome, if that is clear without reading the object. */
    private Optional<LoadOutcome> begin(
            Connection connection, LandedObject object, Pipeline pipeline, boolean again, UUID run)
            throws SQLException {
        Entry entry = ledger.lock(connection, object);
        if (!entry.isOpen()) {
            Precedence.refuseReplaced(entry, object);
            ledger.landAgain(connection, entry, object);
            return Optional.of(LoadOutcome.already(object, entry));
        }
        FileContext file = new FileContext(entry.fileId(), object, HivePartitions.of(object.key()));
        Precedence precedence = new Precedence(connection, pipeline, file);
        Exclusion excluded = precedence.beforeReading();
        if (excluded == null) {
            if (again && splits.isOutdated(connection, entry.fileId(), pipeline.name(), settings)) {
                splits.abandon(connection, entry.fileId());
            }
            long splitId = splits.begin(connection, entry.fileId(), pipeline, settings);
            if (again) {
                parts.reopen(connection, splitId, null);
            }
            return Optional.empty();
        }
        splits.abandon(connection, entry.fileId());
        precedence.exclude(excluded, null, run);
        return Optional.of(LoadOutcome.excluded(object, pipeline.name(), excluded));
    }

    /** The file's split; null where it has none (any more). */
    @Nullable
    Split find(long fileId) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return splits.find(connection, fileId);
        }
    }

    /** Whether the file's pipeline has been changed since it was split. */
    boolean isOutdated(Split split) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return splits.isOutdated(
                    connection, split.fileId(), split.pipeline().name(), settings);
        }
    }

    private @Nullable Split find(LandedObject object) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return splits.find(connection, object);
        }
    }

    /**
     * Does what is left to do: finds the parts that are not known yet, and settles the file if all are loaded.
     *
     * @param again whether the file is gone on with even if it is parked
     */
    LoadOutcome goOn(Split split, boolean again, UUID run, Deadline deadline) throws SQLException {
        Optional<Ledger.Attempt> attempt =
                ledger.beginAgain(split.object(), split.fileId(), again, deadline.patience());
        if (attempt.isEmpty()) {
            return LoadOutcome.handedOn(split.object(), split.pipeline().name());
        }
        attempt.filter(parking::isDue).ifPresent(parking::insteadOf);
        return goOn(split, run, deadline);
    }

    private LoadOutcome goOn(Split split, UUID run, Deadline deadline) throws SQLException {
        if (queue == null) {
            inTurn(split, run, deadline);
        } else {
            handOn(split, queue, deadline);
            ledger.noteProgress(split.object(), split.fileId());
        }
        return settle(split, run, deadline);
    }

    /**
     * Loads a part, and settles the file if that was the last one.
     *
     * @param again whether the part has fresh attempts, and the file is gone on with even if it is parked
     */
    LoadOutcome part(Split split, int no, boolean again, UUID run, Deadline deadline) throws SQLException {
        if (again) {
            ledger.beginAgain(split.object(), split.fileId(), true, deadline.patience());
            reopen(split, no);
        }
        partLoad.load(split, no, run, deadline, Long.MAX_VALUE);
        if (queue != null) {
            sendUnsent(split, queue);
        }
        return settle(split, run, deadline);
    }

    private void reopen(Split split, int no) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            parts.reopen(connection, split.splitId(), no);
        }
    }

    private void inTurn(Split split, UUID run, Deadline deadline) throws SQLException {
        Place surveyed = split.surveyed();
        if (surveyed != null) {
            add(split, surveyed, null, null, null);
        }
        for (int no = next(split); no != 0; no = next(split)) {
            if (deadline.isNear()) {
                throw new ScoutException(
                        FileLoader.UNFINISHED,
                        true,
                        "The time was up before " + split.object().uri()
                                + " was loaded; what is there of it waits. Ask for it again to go on.",
                        null);
            }
            partLoad.load(split, no, run, deadline, split.settings().partBytes());
            ledger.noteProgress(split.object(), split.fileId());
        }
    }

    private void handOn(Split split, HandOn others, Deadline deadline) throws SQLException {
        Place surveyed = split.surveyed();
        boolean complete = surveyed == null || (!deadline.isNear() && survey(split, surveyed, others, deadline));
        sendUnsent(split, others);
        if (!complete) {
            others.send(List.of("{\"plan\":{\"file_id\":" + split.fileId() + "}}"));
        }
    }

    private boolean survey(Split split, Place from, HandOn others, Deadline deadline) throws SQLException {
        Survey survey = new Survey(objects, split, from, resumePoint(split, from), new Survey.Cuts() {
            @Override
            public void cut(Place begin, Place end, @Nullable ResumePoint resume) {
                addAndSend(split, begin, end, resume, null, others);
            }

            @Override
            public void end(Place begin, @Nullable String checksum) {
                addAndSend(split, begin, null, null, checksum, others);
            }
        });
        try {
            return survey.run(deadline);
        } catch (ObjectGoneException e) {
            throw new NotToBeLoaded(e);
        }
    }

    private @Nullable ResumePoint resumePoint(Split split, Place from) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return ResumePoints.find(connection, split, from);
        }
    }

    private void addAndSend(
            Split split,
            Place from,
            @Nullable Place to,
            @Nullable ResumePoint resume,
            @Nullable String checksum,
            HandOn others) {
        try {
            add(split, from, to, resume, checksum);
            sendUnsent(split, others);
        } catch (SQLException e) {
            throw DatabaseFailure.of("The parts of " + split.object().uri() + " could not be written", e);
        }
    }

    private void add(
            Split split, Place from, @Nullable Place to, @Nullable ResumePoint resume, @Nullable String checksum)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Transactions.run(connection, Deadline.LONGEST_WAIT, () -> {
                if (!splits.advance(connection, split, from, to, checksum)) {
                    throw new ScoutException(
                            "LOAD_UNDER_WAY",
                            true,
                            "Another invocation divides " + split.object().uri() + " into parts.",
                            null);
                }
                if (to != null) {
                    ResumePoints.add(connection, split, to, resume);
                }
                return parts.add(connection, split, new Stretch(from, to));
            });
        }
    }

    /** A part whose message is sent, but not marked so, before this dies, is sent again: the second finds it loaded. */
    private void sendUnsent(Split split, HandOn others) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            List<Integer> unsent = parts.unsent(connection, split);
            if (!unsent.isEmpty()) {
                others.send(unsent.stream()
                        .map(no -> Part.message(split.fileId(), no))
                        .collect(Collectors.toList()));
                parts.markSent(connection, split, unsent);
            }
        }
    }

    private int next(Split split) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return parts.next(connection, split);
        }
    }

    private LoadOutcome settle(Split split, UUID run, Deadline deadline) throws SQLException {
        return inTransaction(deadline, connection -> {
            Entry entry = ledger.lock(connection, split.fileId());
            if (entry.isSettled()) {
                return LoadOutcome.already(split.object(), entry);
            }
            return !entry.isParked() && splits.isComplete(connection, split)
                    ? settle(connection, split, run)
                    : LoadOutcome.handedOn(split.object(), split.pipeline().name());
        });
    }

    /** What can take long comes first: who settles another file waits for what shows the rows. */
    private LoadOutcome settle(Connection connection, Split split, UUID run) throws SQLException {
        Savepoint waiting = connection.setSavepoint();
        Transferred parted = parts.total(connection, split).whole(splits.checksum(connection, split));
        Tally unique = QualityGate.withoutRepeats(
                connection, split.file(), split.pipeline().standards(), parted.tally());
        Transferred all = new Transferred(unique, parted.checksum(), parted.profile());
        splits.settle(connection, split);
        Tally tally = QualityGate.settle(
                connection, split.file(), split.pipeline(), all, false, () -> undo(connection, waiting, split));
        Precedence precedence = new Precedence(connection, split.pipeline(), split.file());
        Exclusion excluded = precedence.afterReading(tally.status(), all.checksum());
        if (excluded == null) {
            ledger.settle(connection, split.fileId(), tally, all.checksum(), run);
            ResumePoints.clear(connection, split);
            precedence.takeEffect(tally.status());
            return LoadOutcome.settled(split.object(), split.pipeline().name(), tally);
        }
        undo(connection, waiting, split);
        precedence.exclude(excluded, all.checksum(), run);
        return LoadOutcome.excluded(split.object(), split.pipeline().name(), excluded);
    }

    private void undo(Connection connection, Savepoint waiting, Split split) throws SQLException {
        connection.rollback(waiting);
        splits.abandon(connection, split.fileId());
    }

    private <T> T inTransaction(Deadline deadline, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, deadline, () -> work.run(connection));
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
