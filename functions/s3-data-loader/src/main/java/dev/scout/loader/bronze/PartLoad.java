package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Stretch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** A part of a file: its rows, its refusals and its own row commit together. What there is no time for becomes a part of its own. */
final class PartLoad {

    private final DataSource dataSource;
    private final Splits splits;
    private final Parts parts;
    private final Parking parking;

    PartLoad(DataSource dataSource, Splits splits, Parts parts, Parking parking) {
        this.parking = parking;
        this.dataSource = dataSource;
        this.splits = splits;
        this.parts = parts;
    }

    /**
     * Loads a part, unless it is loaded or gone.
     *
     * @param mostBytes after which it is ended, and the rest becomes a part of its own
     * @throws Parked where it is given up on, and the file with it
     */
    void load(SplitKind kind, Split split, int no, UUID run, Deadline deadline, long mostBytes) throws SQLException {
        begin(split, no, run, deadline).filter(parking::isDue).ifPresent(attempt -> park(attempt, no));
        try (Connection connection = dataSource.getConnection()) {
            Transactions.run(connection, deadline, () -> {
                load(kind, connection, split, no, deadline, mostBytes);
                return no;
            });
        } catch (SQLException e) {
            throw noted(
                    split, no, DatabaseFailure.of("A part of " + split.object().uri() + " could not be loaded", e));
        } catch (ScoutException e) {
            throw noted(split, no, e);
        }
    }

    private Optional<Ledger.Attempt> begin(Split split, int no, UUID run, Deadline deadline) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, deadline, () -> parts.begin(connection, split, no, run));
        }
    }

    private void park(Ledger.Attempt attempt, int no) {
        parking.park(
                attempt.fileId(),
                "Given up after " + (attempt.number() - 1) + " attempts to load part " + no + " of the file.");
    }

    private void load(SplitKind kind, Connection connection, Split split, int no, Deadline deadline, long mostBytes)
            throws SQLException {
        Part part = parts.lock(connection, split, no);
        if (part == null || part.isLoaded()) {
            return;
        }
        PartResult result;
        try {
            result = new PartTransfer(kind, connection, split, part).run(PartLimits.ofTime(deadline), mostBytes);
        } catch (ObjectGoneException e) {
            throw new NotToBeLoaded(e);
        }
        Place end = part.stretch().to();
        if (result.cutAt() != null) {
            parts.add(connection, split, new Stretch(result.cutAt(), end));
            ResumePoints.add(connection, split, result.cutAt(), result.resume());
            end = result.cutAt();
        }
        if (result.checksum() != null) {
            splits.noteChecksum(connection, split, result.checksum());
        }
        parts.finish(connection, part, end, result);
    }

    private ScoutException noted(Split split, int no, ScoutException failure) {
        try (Connection connection = dataSource.getConnection()) {
            parts.noteFailure(
                    connection,
                    split,
                    no,
                    String.valueOf(failure.getMessage()),
                    failure.retryable() && !failure.code().equals(BronzeWriter.OUT_OF_TIME));
        } catch (SQLException unreachable) {
            failure.addSuppressed(unreachable);
        }
        return failure;
    }
}
