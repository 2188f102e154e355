package dev.scout.loader.backfill;

import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.task.TaskHandler;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts the tasks of this package together: reconcile, backfill, redrive. */
public final class Backfills {

    private Backfills() {}

    /**
     * @param queue null where there is none: reconcile and backfill then load what they find themselves
     * @param lakeBucket what reconcile lists, and a backfill that names none
     */
    public static List<TaskHandler> tasks(
            DataSource dataSource,
            ObjectStore objects,
            FileLoader files,
            @Nullable IngestQueue queue,
            String lakeBucket,
            BackfillSettings settings) {
        Clock clock = Clock.systemUTC();
        Sweeps sweeps = new Sweeps(dataSource);
        SweepRunner runner = new SweepRunner(
                dataSource, objects, queue, sweeps, new DirectSweep(dataSource, objects, files, sweeps), settings);
        SweepReport report = new SweepReport(dataSource);
        Standstill standstill = new Standstill(dataSource, files, queue, sweeps, settings);
        return List.of(
                new BackfillTask(sweeps, runner, report, lakeBucket, settings.zone()),
                new ReconcileTask(dataSource, sweeps, standstill, runner, report, queue, lakeBucket, settings, clock),
                new RedriveTask(queue, new ParkedFiles(dataSource), settings.turn(), clock));
    }
}
