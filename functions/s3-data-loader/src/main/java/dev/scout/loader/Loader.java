package dev.scout.loader;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.backfill.Backfills;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.HandOn;
import dev.scout.loader.bronze.Parking;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.LoadRequest;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.LoadRequest.Queue;
import dev.scout.loader.event.LoadRequest.Task;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.replay.Replay;
import dev.scout.loader.task.PartTask;
import dev.scout.loader.task.PlanTask;
import dev.scout.loader.task.TaskHandler;
import dev.scout.runs.Layer;
import dev.scout.runs.RunLog;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Does what an invocation asks for, and answers what became of it. */
final class Loader {

    static final String FUNCTION = "s3-data-loader";

    private final FileLoader files;
    private final RunLog runs;
    private final Loads loads;
    private final Tasks tasks;
    private final QueueMessages messages;

    /** Without a queue that it could write to. */
    Loader(DataSource dataSource, ObjectStore objects, String lakeBucket, int maxRecordBytes) {
        this(dataSource, objects, null, LoaderSettings.of(lakeBucket, maxRecordBytes), List.of());
    }

    /**
     * @param queue null where the deployment names none
     * @param more tasks that can be done besides the loader's own
     */
    Loader(
            DataSource dataSource,
            ObjectStore objects,
            @Nullable IngestQueue queue,
            LoaderSettings settings,
            List<TaskHandler> more) {
        Parking parking = new Parking(dataSource, settings.retries().maxAttempts());
        HandOn others = queue == null ? null : queue::sendBatch;
        this.files = new FileLoader(dataSource, objects, settings.loads(), others, parking);
        this.runs = new RunLog(dataSource);
        this.loads = new Loads(objects, settings.lakeBucket());
        List<TaskHandler> handlers = new ArrayList<>(more);
        handlers.add(new PartTask(files));
        handlers.add(new PlanTask(files));
        handlers.addAll(
                Backfills.tasks(dataSource, objects, files, queue, settings.lakeBucket(), settings.backfills()));
        handlers.add(new Replay(dataSource, objects, files, settings.loads().maxRecordBytes(), queue));
        this.tasks = new Tasks(handlers);
        this.messages = new QueueMessages(loads, tasks, parking, queue, settings.retries());
    }

    /** Answers {@code batchItemFailures} to a queue, else a summary. */
    ObjectNode answer(LoadRequest request, Deadline deadline) {
        try {
            UUID run = runs.start(Layer.BRONZE, FUNCTION);
            return answer(request, run, deadline);
        } catch (RuntimeException e) {
            if (request instanceof Queue queue) {
                messages.pauseAll(queue.messages());
            }
            throw e;
        }
    }

    private ObjectNode answer(LoadRequest request, UUID run, Deadline deadline) {
        Summary summary = new Summary();
        try {
            FileLoader.Session session = files.open(run, request.isDirect());
            ObjectNode answer = null;
            ObjectNode details = null;
            if (request instanceof Queue queue) {
                answer = messages.answer(session, run, queue.messages(), deadline, summary);
            } else if (request instanceof Prefix prefix) {
                loads.loadPrefix(session, prefix, deadline, summary);
            } else if (request instanceof Objects named) {
                loads.loadAll(session, named, deadline, summary);
                throwFailure(summary);
            } else if (request instanceof Task task) {
                details = tasks.run(task, true, run, deadline, summary);
            }
            ObjectNode told = summary.toJson(run.toString());
            if (details != null) {
                told.setAll(details);
            }
            String problem = problem(answer, request, summary);
            if (problem == null) {
                runs.succeed(run, summary.rowsLoaded(), summary.rowsQuarantined(), told.toString());
            } else {
                runs.fail(run, summary.rowsLoaded(), summary.rowsQuarantined(), problem, told.toString());
            }
            return answer == null ? told : answer;
        } catch (RuntimeException e) {
            fail(run, e, summary);
            throw e;
        }
    }

    /** What failed of a run that did something all the same; null where nothing did. */
    private static @Nullable String problem(@Nullable ObjectNode answer, LoadRequest request, Summary summary) {
        long failed = answer == null
                ? summary.failed()
                : answer.path("batchItemFailures").size();
        if (failed + summary.parked() == 0) {
            return null;
        }
        String what = request instanceof Queue queue
                ? " of " + queue.messages().size() + " messages "
                : " of " + summary.files() + " objects ";
        return failed > 0
                ? failed + what + "failed: " + reason(summary)
                : summary.parked() + what + "parked: " + reason(summary);
    }

    private static String reason(Summary summary) {
        if (summary.firstFailure() != null) {
            return String.valueOf(summary.firstFailure().getMessage());
        }
        return summary.firstParked() == null
                ? "the time was up."
                : summary.firstParked().reason();
    }

    private void fail(UUID run, RuntimeException failure, Summary summary) {
        try {
            runs.fail(
                    run,
                    summary.rowsLoaded(),
                    summary.rowsQuarantined(),
                    failure instanceof ScoutException
                            ? String.valueOf(failure.getMessage())
                            : "Unexpected failure; the log says why.",
                    summary.toJson(run.toString()).toString());
        } catch (ScoutException unreachable) {
            failure.addSuppressed(unreachable);
        }
    }

    private static void throwFailure(Summary summary) {
        if (summary.firstFailure() != null) {
            throw summary.firstFailure();
        }
    }
}
