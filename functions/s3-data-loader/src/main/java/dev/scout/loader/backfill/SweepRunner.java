package dev.scout.loader.backfill;

import dev.scout.ScoutException;
import dev.scout.loader.backfill.Sweeps.Step;
import dev.scout.loader.bronze.DatabaseFailure;
import dev.scout.loader.bronze.Transactions;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.IngestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a sweep page by page, and hands on by the queue before its turn is over. A page is one transaction: the place, what was
 * marked in the ledger, and, just before it commits, the messages. Who is killed in it leaves the page to be done again; its messages may
 * then be there twice, which loads nothing twice.
 */
final class SweepRunner {

    private final DataSource dataSource;
    private final ObjectStore objects;
    private final @Nullable IngestQueue queue;
    private final Sweeps sweeps;
    private final Missing missing;
    private final DirectSweep direct;
    private final BackfillSettings settings;

    /**
     * @param queue null where there is none: what is missing is then loaded here
     */
    SweepRunner(
            DataSource dataSource,
            ObjectStore objects,
            @Nullable IngestQueue queue,
            Sweeps sweeps,
            DirectSweep direct,
            BackfillSettings settings) {
        this.dataSource = dataSource;
        this.objects = objects;
        this.queue = queue;
        this.sweeps = sweeps;
        this.missing = new Missing(settings.stuckAfter());
        this.direct = direct;
        this.settings = settings;
    }

    /**
     * Goes on until it is done, stopped or handed on.
     *
     * @param task the name of the task that goes on with it
     * @return false where the time was up and there is no queue to hand it on
     */
    boolean run(long id, String task, UUID run, Deadline deadline) {
        try {
            if (queue == null) {
                return direct.run(id, run, deadline);
            }
            runByQueue(queue, id, task, deadline);
            return true;
        } catch (ScoutException e) {
            noteFailure(id, e);
            throw e;
        }
    }

    private void runByQueue(IngestQueue to, long id, String task, Deadline deadline) {
        long begun = System.nanoTime();
        Optional<Sweep> reached = page(to, id);
        while (reached.isPresent() && !reached.get().isDone()) {
            if (deadline.isNear() || System.nanoTime() - begun > settings.turn().toNanos()) {
                to.send(LoadMessage.goOn(task, id));
                return;
            }
            reached = page(to, id);
        }
    }

    /** Does the next page; nothing where it is not running any more, or another is at it, who then goes on. */
    private Optional<Sweep> page(IngestQueue to, long id) {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, Deadline.LONGEST_WAIT, () -> {
                Optional<Sweep> taken = sweeps.take(connection, id);
                return taken.isEmpty() ? taken : Optional.of(page(to, connection, taken.get()));
            });
        } catch (SQLException e) {
            throw DatabaseFailure.of("Backfill " + id + " could not go on", e);
        }
    }

    private Sweep page(IngestQueue to, Connection connection, Sweep sweep) throws SQLException {
        List<LandedObject> listed = objects.list(sweep.bucket(), sweep.prefix(), sweep.after(), settings.page());
        List<LandedObject> unknown = missing.mark(connection, sweep, listed);
        to.sendBatch(unknown.stream()
                .map(object -> LoadMessage.of(object, sweep.isBackfill()))
                .toList());
        Sweep reached = sweep.behind(listed);
        sweeps.progress(connection, reached, new Step(listed.size(), unknown.size(), 0, 0));
        return reached;
    }

    private void noteFailure(long id, ScoutException failure) {
        try {
            sweeps.noteFailure(id, String.valueOf(failure.getMessage()));
        } catch (ScoutException unreachable) {
            failure.addSuppressed(unreachable);
        }
    }
}
