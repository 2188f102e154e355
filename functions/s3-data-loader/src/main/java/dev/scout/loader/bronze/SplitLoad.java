package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.delta.LogKey;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.compression.ResumePoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Files and versions of tables that are loaded in parts, each in a transaction of its own. Nobody sees their rows until all parts are there:
 * then whoever finished the last one settles the file, in one transaction. With a queue, the parts are given to other invocations as they are
 * found; without, one invocation loads one after the other, and whoever is asked again goes on where it stopped.
 */
final class SplitLoad {

    private final DataSource dataSource;
    private final Ledger ledger;
    private final Splits splits = new Splits();
    private final Parts parts = new Parts();
    private final PartLoad partLoad;
    private final SplitKind files;
    private final SplitKind tables;
    private final LoadSettings settings;
    private final Parking parking;
    private final @Nullable HandOn queue;

    SplitLoad(
            DataSource dataSource,
            Ledger ledger,
            SplitKind files,
            SplitKind tables,
            LoadSettings settings,
            Parking parking,
            @Nullable HandOn queue) {
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.files = files;
        this.tables = tables;
        this.settings = settings;
        this.parking = parking;
        this.partLoad = new PartLoad(dataSource, splits, parts, parking);
        this.queue = queue;
    }

    private SplitKind kind(LandedObject object) {
        return LogKey.of(object.key()) == null ? files : tables;
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
                inTransaction(deadline, connection -> begin(connection, object, pipeline, again, run, deadline));
        if (settled.isPresent()) {
            return settled.get();
        }
        Split split = find(object);
        if (split == null) {
            // Somebody else has finished it in this moment.
            return LoadOutcome.handedOn(object, pipeline.name());
        }
        if (again) {
            reopen(split, null);
        }
        return goOn(split, run, deadline);
    }

    /** The outcome, if that is clear without reading the object. */
    private Optional<LoadOutcome> begin(
            Connection connection, LandedObject object, Pipeline pipeline, boolean again, UUID run, Deadline deadline)
            throws SQLException {
        Entry entry = ledger.lock(connection, object);
        if (!entry.isOpen()) {
            Precedence.refuseReplaced(entry, object);
            ledger.landAgain(connection, entry, object);
            return Optional.of(LoadOutcome.already(object, entry));
        }
        if (again && splits.isOutdated(connection, entry.fileId(), pipeline.name(), settings)) {
            splits.abandon(connection, entry.fileId());
            entry = ledger.lock(connection, object);
        }
        return kind(object).begin(connection, entry, object, pipeline, run, deadline);
    }

    /** The file's split; null where it has none (any more). */
    @Nullable
    Split find(long fileId) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return splits.find(connection, fileId);
        }
    }

    /** Whether all of it is begun anew where a person asks for it: its pipeline has been changed since, or it is a parked version of a table. */
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
            return split.handedOn();
        }
        attempt.filter(parking::isDue).ifPresent(parking::insteadOf);
        // Who had the ledger's row until now may have found that there is more to read.
        Split now = find(split.fileId());
        return now == null ? split.handedOn() : goOn(now, run, deadline);
    }

    private LoadOutcome goOn(Split split, UUID run, Deadline deadline) throws SQLException {
        if (kind(split.object()).isMoot(split)) {
            return settle(split, run, deadline).orElseGet(split::handedOn);
        }
        if (queue != null) {
            handOn(split, queue, run, deadline);
            ledger.noteProgress(split.object(), split.fileId());
            return settle(split, run, deadline).orElseGet(split::handedOn);
        }
        inTurn(split, run, deadline);
        Optional<LoadOutcome> outcome = settle(split, run, deadline);
        Split more = outcome.isPresent() ? null : find(split.object());
        return more == null ? outcome.orElseGet(split::handedOn) : goOn(more, run, deadline);
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
        SplitKind kind = kind(split.object());
        if (!kind.isMoot(split)) {
            partLoad.load(kind, split, no, run, deadline, Long.MAX_VALUE);
            if (again) {
                ledger.noteProgress(split.object(), split.fileId());
            }
            if (queue != null) {
                sendUnsent(split, queue);
            }
        }
        return settle(split, run, deadline).orElseGet(split::handedOn);
    }

    private void reopen(Split split, @Nullable Integer no) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            parts.reopen(connection, split.splitId(), no);
        }
    }

    private void inTurn(Split split, UUID run, Deadline deadline) throws SQLException {
        SplitKind kind = kind(split.object());
        Place surveyed = split.surveyed();
        if (surveyed != null && !kind.isAlwaysSurveyed()) {
            add(split, surveyed, null, null, null);
        } else if (surveyed != null) {
            boolean isComplete = !deadline.isNear() && survey(split, surveyed, null, run, deadline);
            ledger.noteProgress(split.object(), split.fileId());
            if (!isComplete) {
                throw unfinished(split);
            }
        }
        for (int no = next(split); no != 0; no = next(split)) {
            if (deadline.isNear()) {
                throw unfinished(split);
            }
            partLoad.load(kind, split, no, run, deadline, split.settings().partBytes());
            ledger.noteProgress(split.object(), split.fileId());
        }
    }

    private static ScoutException unfinished(Split split) {
        return new ScoutException(
                FileLoader.UNFINISHED,
                true,
                "The time was up before " + split.object().uri()
                        + " was loaded; what is there of it waits. Ask for it again to go on.",
                null);
    }

    private void handOn(Split split, HandOn others, UUID run, Deadline deadline) throws SQLException {
        Place surveyed = split.surveyed();
        boolean complete = surveyed == null || (!deadline.isNear() && survey(split, surveyed, others, run, deadline));
        sendUnsent(split, others);
        if (!complete) {
            others.send(List.of(plan(split)));
        }
    }

    private static String plan(Split split) {
        return "{\"plan\":{\"file_id\":" + split.fileId() + "}}";
    }

    /** @param others are given the parts; null where there are none */
    private boolean survey(Split split, Place from, @Nullable HandOn others, UUID run, Deadline deadline)
            throws SQLException {
        Survey.Cuts cuts = new Survey.Cuts() {
            @Override
            public void cut(Place begin, Place end, @Nullable ResumePoint resume) {
                addAndSend(split, begin, end, resume, null, others);
            }

            @Override
            public void end(Place begin, @Nullable String checksum) {
                addAndSend(split, begin, null, null, checksum, others);
            }
        };
        try {
            return kind(split.object()).survey(split, from, cuts, run, deadline);
        } catch (ObjectGoneException e) {
            throw new NotToBeLoaded(e);
        }
    }

    private void addAndSend(
            Split split,
            Place from,
            @Nullable Place to,
            @Nullable ResumePoint resume,
            @Nullable String checksum,
            @Nullable HandOn others) {
        try {
            add(split, from, to, resume, checksum);
            if (others != null) {
                sendUnsent(split, others);
            }
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

    /** The outcome, or that of handing it on; nothing where there turned out to be more to read. */
    private Optional<LoadOutcome> settle(Split split, UUID run, Deadline deadline) throws SQLException {
        return inTransaction(deadline, connection -> {
            Entry entry = ledger.lock(connection, split.fileId());
            if (entry.isSettled()) {
                return Optional.of(LoadOutcome.already(split.object(), entry));
            }
            if (entry.isParked()) {
                return Optional.of(split.handedOn());
            }
            Optional<LoadOutcome> outcome = kind(split.object()).settle(connection, split, run, deadline);
            if (outcome.isEmpty() && queue != null) {
                // Before it is written down: if this dies, there is a message too many, and none too few.
                queue.send(List.of(plan(split)));
            }
            return outcome;
        });
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
