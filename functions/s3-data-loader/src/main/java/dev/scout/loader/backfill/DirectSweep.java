package dev.scout.loader.backfill;

import dev.scout.ScoutException;
import dev.scout.loader.backfill.Sweeps.Step;
import dev.scout.loader.bronze.DatabaseFailure;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.Parked;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Where there is no queue, a sweep loads what it finds, one object after the other. */
final class DirectSweep {

    private static final Logger LOG = Logger.getLogger(DirectSweep.class);

    private final DataSource dataSource;
    private final ObjectStore objects;
    private final FileLoader files;
    private final Sweeps sweeps;

    DirectSweep(DataSource dataSource, ObjectStore objects, FileLoader files, Sweeps sweeps) {
        this.dataSource = dataSource;
        this.objects = objects;
        this.files = files;
        this.sweeps = sweeps;
    }

    /** False where the time was up. */
    boolean run(long id, UUID run, Deadline deadline) {
        FileLoader.Session session = files.open(run, true);
        while (true) {
            Optional<Sweep> sweep = current(id);
            if (sweep.isEmpty() || sweep.get().isDone()) {
                return true;
            }
            if (!page(session, sweep.get(), deadline)) {
                return false;
            }
        }
    }

    private boolean page(FileLoader.Session session, Sweep sweep, Deadline deadline) {
        List<LandedObject> listed = objects.list(sweep.bucket(), sweep.prefix(), sweep.after());
        Sweep reached = sweep;
        int loaded = 0;
        int failed = 0;
        int seen = 0;
        for (LandedObject object : listed) {
            if (deadline.isNear()) {
                progress(reached, new Step(seen, 0, loaded, failed));
                return false;
            }
            if (sweep.covers(object)) {
                boolean done = load(session, object, deadline);
                loaded += done ? 1 : 0;
                failed += done ? 0 : 1;
            }
            seen++;
            reached = sweep.behind(object.key());
        }
        progress(sweep.behind(listed), new Step(seen, 0, loaded, failed));
        return true;
    }

    private static boolean load(FileLoader.Session session, LandedObject object, Deadline deadline) {
        try {
            session.load(object, deadline);
            return true;
        } catch (ScoutException | Parked e) {
            LOG.errorf(e, "Loading %s failed: %s", object.uri(), e.getMessage());
            return false;
        }
    }

    private Optional<Sweep> current(long id) {
        try (Connection connection = dataSource.getConnection()) {
            return sweeps.take(connection, id);
        } catch (SQLException e) {
            throw DatabaseFailure.of("Backfill " + id + " could not be found", e);
        }
    }

    private void progress(Sweep reached, Step step) {
        try (Connection connection = dataSource.getConnection()) {
            sweeps.progress(connection, reached, step);
        } catch (SQLException e) {
            throw DatabaseFailure.of("The progress of backfill " + reached.id() + " could not be noted", e);
        }
    }
}
