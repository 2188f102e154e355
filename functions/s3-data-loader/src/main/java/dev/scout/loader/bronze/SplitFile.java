package dev.scout.loader.bronze;

import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.delta.DeltaTables;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Reading;
import dev.scout.loader.source.compression.ResumePoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A file that is loaded in parts, which are stretches of it. */
final class SplitFile implements SplitKind {

    /** So much of the object is read for its checksum only. A format with an index leaves nearly all, on a transfer that stood still meanwhile. */
    private static final long READ_AS_WELL = 16L * 1024 * 1024;

    private final DataSource dataSource;
    private final ObjectStore objects;
    private final Ledger ledger;
    private final LoadSettings settings;
    private final Splits splits = new Splits();
    private final Parts parts = new Parts();

    SplitFile(DataSource dataSource, ObjectStore objects, Ledger ledger, LoadSettings settings) {
        this.dataSource = dataSource;
        this.objects = objects;
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public Optional<LoadOutcome> begin(
            Connection connection, Entry entry, LandedObject object, Pipeline pipeline, UUID run, Deadline deadline)
            throws SQLException {
        String dataFile = pipeline.readsTables() ? DeltaTables.reasonNotToLoad(connection, object) : null;
        if (dataFile != null) {
            throw new NotToBeLoaded(dataFile);
        }
        FileContext file = new FileContext(entry.fileId(), object, HivePartitions.of(object.key()));
        Precedence precedence = new Precedence(connection, pipeline, file);
        Exclusion excluded = precedence.beforeReading();
        if (excluded == null) {
            splits.begin(connection, entry.fileId(), pipeline, settings);
            return Optional.empty();
        }
        splits.abandon(connection, entry.fileId());
        precedence.exclude(excluded, null, run);
        return Optional.of(LoadOutcome.excluded(object, pipeline.name(), excluded));
    }

    @Override
    public boolean isAlwaysSurveyed() {
        return false;
    }

    @Override
    public boolean survey(Split split, Place from, Survey.Cuts cuts, UUID run, Deadline deadline)
            throws ObjectGoneException, SQLException {
        return new Survey(objects, split, from, resumePoint(split, from), cuts).run(deadline);
    }

    private @Nullable ResumePoint resumePoint(Split split, Place from) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return ResumePoints.find(connection, split, from);
        }
    }

    @Override
    public boolean isMoot(Split split) {
        return false;
    }

    @Override
    public PartResult read(Connection connection, Split split, Part part, PartReader reader)
            throws ObjectGoneException, SQLException {
        LandedObject object = split.object();
        boolean isAll = part.stretch().to() == null && part.stretch().from().equals(Place.START);
        try (ObjectStream whole = isAll ? objects.open(object) : null;
                InputStream bytes = whole == null ? objects.glance(object) : whole.readAhead();
                Content content = Content.of(
                        bytes,
                        objects.ranges(object),
                        ResumePoints.find(connection, split, part.stretch().from()))) {
            Reading reading = Transfer.open(
                    content, object, split.pipeline(), split.settings().maxRecordBytes());
            return reader.read(
                    reading,
                    deadline -> whole != null && whole.left() < READ_AS_WELL
                            ? Survey.checksum(whole, bytes, deadline)
                            : null);
        } catch (IOException e) {
            throw new UncheckedIOException("Closing " + object.uri() + " failed", e);
        }
    }

    @Override
    public Optional<LoadOutcome> settle(Connection connection, Split split, UUID run, Deadline deadline)
            throws SQLException {
        if (!splits.isComplete(connection, split)) {
            return Optional.of(split.handedOn());
        }
        Savepoint waiting = connection.setSavepoint();
        Transferred all = splits.settle(connection, split, parts);
        Tally tally = QualityGate.settle(
                connection, split.file(), split.pipeline(), all, false, () -> undo(connection, waiting, split));
        Precedence precedence = new Precedence(connection, split.pipeline(), split.file());
        Exclusion excluded = precedence.afterReading(tally.status(), all.checksum());
        if (excluded == null) {
            ledger.settle(connection, split.fileId(), tally, all.checksum(), run);
            ResumePoints.clear(connection, split);
            precedence.takeEffect(tally.status());
            return Optional.of(
                    LoadOutcome.settled(split.object(), split.pipeline().name(), tally));
        }
        undo(connection, waiting, split);
        precedence.exclude(excluded, all.checksum(), run);
        return Optional.of(LoadOutcome.excluded(split.object(), split.pipeline().name(), excluded));
    }

    private void undo(Connection connection, Savepoint waiting, Split split) throws SQLException {
        connection.rollback(waiting);
        splits.abandon(connection, split.fileId());
    }
}
