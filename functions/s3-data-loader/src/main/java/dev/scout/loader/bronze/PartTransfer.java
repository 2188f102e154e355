package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.quality.Inspection;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Reading;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** Brings a part of an object into the tables where it waits for the others, on a connection and within its transaction. */
final class PartTransfer {

    private final SplitKind kind;
    private final Connection connection;
    private final Split split;
    private final Part part;
    private @Nullable Fixed fixed;

    PartTransfer(SplitKind kind, Connection connection, Split split, Part part) {
        this.kind = kind;
        this.connection = connection;
        this.split = split;
        this.part = part;
    }

    /**
     * Transfers it, or as much of it as there is time for.
     *
     * @param mostBytes after which a part is ended that begins where reading can begin at once
     * @throws ObjectGoneException where the object is not there any more
     */
    PartResult run(PartLimits time, long mostBytes) throws ObjectGoneException, SQLException {
        return kind.read(connection, split, part, (reading, checksum) -> {
            try (BronzeWriter writer = new BronzeWriter(
                    connection,
                    split.file(),
                    Transfer.row(split.file(), split.pipeline()),
                    split.tables(),
                    time.deadline(),
                    PartLimits.LAST_RESERVE)) {
                PartLimits limits = reading.canJump() ? new PartLimits(time.deadline(), mostBytes) : time;
                return run(writer, reading, limits, checksum);
            }
        });
    }

    private PartResult run(BronzeWriter writer, Reading reading, PartLimits limits, SplitKind.Checksum checksum)
            throws SQLException, IOException {
        Sinks sinks = new Sinks(writer, reading, limits);
        try {
            reading.into(part.stretch(), sinks.sink);
            writer.flush();
        } catch (ScoutException e) {
            if (fixed == null || !e.code().equals(BronzeWriter.OUT_OF_TIME)) {
                throw e;
            }
            writer.close();
            connection.rollback(fixed.savepoint());
            return fixed.result();
        }
        Place cutAt = sinks.sink.cutAt();
        return sinks.result(cutAt, cutAt == null ? checksum.atEnd(limits.deadline()) : null);
    }

    /** What the records of the part go through. */
    private final class Sinks {

        private final BronzeWriter writer;
        private final Reading reading;
        private final Inspection inspection;
        private final PartSink sink;

        Sinks(BronzeWriter writer, Reading reading, PartLimits limits) {
            this.writer = writer;
            this.reading = reading;
            this.inspection = Transfer.inspection(
                    connection, split.file(), split.pipeline().standards(), reading, writer, true);
            this.sink = new PartSink(inspection, part, limits, split.settings().borderBytes(), this::fix);
        }

        private void fix(Place place) {
            PartResult result = result(place, null);
            writer.flush();
            try {
                if (fixed != null) {
                    connection.releaseSavepoint(fixed.savepoint());
                }
                fixed = new Fixed(connection.setSavepoint(), result);
            } catch (SQLException e) {
                throw DatabaseFailure.of("A part of " + split.object().uri() + " could not be written", e);
            }
        }

        private PartResult result(@Nullable Place cutAt, @Nullable String checksum) {
            return new PartResult(
                    Tally.of(writer, reading),
                    sink.sha256(),
                    cutAt,
                    cutAt == null ? null : reading.resumePoint(cutAt),
                    checksum,
                    inspection.profile());
        }
    }

    /** How far the part can be kept, whatever comes. */
    private record Fixed(Savepoint savepoint, PartResult result) {}
}
