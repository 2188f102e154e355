package dev.scout.loader.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.bronze.Parked;
import dev.scout.loader.bronze.SettledFiles;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.replay.Refusals.Batch;
import dev.scout.loader.task.TaskHandler;
import dev.scout.loader.task.TaskResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The task {@code replay}: what was refused is read again, and loaded once where it will do now. However often it is asked for, and by
 * however many at once: each batch is one transaction that has its file to itself.
 */
public final class Replay implements TaskHandler {

    private static final Logger LOG = Logger.getLogger(Replay.class);

    private final DataSource dataSource;
    private final SettledFiles files;
    private final FileLoader loader;
    private final WholeText texts;
    private final int maxRecordBytes;
    private final @Nullable IngestQueue queue;

    /**
     * @param loader takes up files of which all is to be loaded again
     * @param queue takes on what there was no time for; null where there is none
     */
    public Replay(
            DataSource dataSource,
            ObjectStore objects,
            FileLoader loader,
            int maxRecordBytes,
            @Nullable IngestQueue queue) {
        this.dataSource = dataSource;
        this.files = new SettledFiles(dataSource);
        this.loader = loader;
        this.texts = new WholeText(objects, maxRecordBytes);
        this.maxRecordBytes = maxRecordBytes;
        this.queue = queue;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline) {
        Selection selection = Selection.of(argument);
        ReplayReport report = new ReplayReport();
        Set<Long> reloaded = new HashSet<>();
        long upto = selection.upto() == null ? query(Refusals::last) : selection.upto();
        long after = selection.after();
        while (true) {
            long behind = after;
            Batch batch = query(connection -> Refusals.next(connection, selection, behind, upto));
            if (batch.isEmpty()) {
                return new TaskResult(report.outcomes(), report.toJson(), true);
            }
            if (deadline.isNear()) {
                return goOnLater(selection, after, upto, report);
            }
            if (!reloaded.contains(batch.fileId())) {
                replay(batch, run, deadline, report, reloaded);
            }
            after = batch.last();
        }
    }

    private void replay(Batch batch, UUID run, Deadline deadline, ReplayReport report, Set<Long> reloaded) {
        try {
            LandedObject whole = replayRecords(batch.fileId(), batch.ids(), run, deadline, report);
            if (whole != null) {
                reloaded.add(batch.fileId());
                reload(batch.fileId(), whole, run, deadline, report);
            }
        } catch (ScoutException | Parked e) {
            LOG.errorf(e, "Refusals of file %d could not be replayed: %s", batch.fileId(), e.getMessage());
            report.failed(batch.fileId(), String.valueOf(e.getMessage()));
        }
    }

    /** Returns the object, where all of it is to be loaded again. */
    private @Nullable LandedObject replayRecords(
            long fileId, List<Long> ids, UUID run, Deadline deadline, ReplayReport report) {
        Optional<Replayed> replayed = files.with(
                fileId,
                deadline,
                (connection, file) -> new FileReplay(connection, file, texts, deadline, maxRecordBytes).run(ids, run));
        replayed.ifPresent(report::add);
        return replayed.map(Replayed::reload).orElse(null);
    }

    /** Loads a file again that was rejected; what a person has corrected of it is not lost by that. */
    private void reload(long fileId, LandedObject object, UUID run, Deadline deadline, ReplayReport report) {
        Map<Long, String> corrections = query(connection -> Refusals.corrections(connection, fileId));
        LoadOutcome outcome = loader.open(run, true).load(object, deadline);
        report.reloaded(outcome);
        if (corrections.isEmpty()) {
            return;
        }
        List<Long> corrected = query(connection -> Refusals.correct(connection, fileId, corrections));
        if (!corrected.isEmpty()) {
            replayRecords(fileId, corrected, run, deadline, report);
        }
    }

    private TaskResult goOnLater(Selection selection, long after, long upto, ReplayReport report) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        rest.set("replay", selection.goOn(after, upto));
        if (queue == null) {
            return new TaskResult(report.outcomes(), report.toJson(after, upto), false);
        }
        queue.send(rest.toString());
        return new TaskResult(report.outcomes(), report.handedOn(), true);
    }

    private <T> T query(Query<T> query) {
        try (Connection connection = dataSource.getConnection()) {
            return query.of(connection);
        } catch (SQLException e) {
            throw new ScoutException(
                    "DATABASE_UNAVAILABLE",
                    true,
                    "The quarantine could not be read: the database is not available.",
                    e);
        }
    }

    @FunctionalInterface
    private interface Query<T> {
        T of(Connection connection) throws SQLException;
    }
}
