package dev.scout.loader;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest;
import dev.scout.loader.event.LoadRequest.Message;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.LoadRequest.Queue;
import dev.scout.loader.event.LoadRequest.Task;
import dev.scout.loader.event.ObjectEvent;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.task.TaskHandler;
import dev.scout.loader.task.TaskResult;
import dev.scout.runs.Layer;
import dev.scout.runs.RunLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Does what an invocation asks for, and answers what became of it. */
final class Loader {

    static final String FUNCTION = "s3-data-loader";

    private static final String UNKNOWN_EVENT = "UNKNOWN_EVENT";
    private static final Logger LOG = Logger.getLogger(Loader.class);

    private final ObjectStore objects;
    private final FileLoader files;
    private final RunLog runs;
    private final String lakeBucket;
    private final Map<String, TaskHandler> tasks;

    Loader(DataSource dataSource, ObjectStore objects, String lakeBucket, int maxRecordBytes) {
        this(dataSource, objects, lakeBucket, maxRecordBytes, List.of());
    }

    Loader(DataSource dataSource, ObjectStore objects, String lakeBucket, int maxRecordBytes, List<TaskHandler> tasks) {
        this.objects = objects;
        this.files = new FileLoader(dataSource, objects, maxRecordBytes);
        this.runs = new RunLog(dataSource);
        this.lakeBucket = lakeBucket;
        this.tasks = tasks.stream().collect(Collectors.toMap(TaskHandler::name, Function.identity()));
    }

    /** Answers {@code batchItemFailures} to a queue, else a summary. */
    ObjectNode answer(LoadRequest request, Deadline deadline) {
        UUID run = runs.start(Layer.BRONZE, FUNCTION);
        Summary summary = new Summary();
        try {
            FileLoader.Session session = files.open(run, request.isDirect());
            ObjectNode answer = null;
            ObjectNode details = null;
            if (request instanceof Queue queue) {
                answer = answerQueue(session, run, queue.messages(), deadline, summary);
            } else if (request instanceof Prefix prefix) {
                backfill(session, prefix, deadline, summary);
            } else if (request instanceof Objects named) {
                loadAll(session, named, deadline, summary);
                throwFailure(summary);
            } else if (request instanceof Task task) {
                details = run(task, run, deadline, summary);
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
        if (failed == 0) {
            return null;
        }
        ScoutException first = summary.firstFailure();
        String reason = first == null ? "the time was up." : String.valueOf(first.getMessage());
        return request instanceof Queue queue
                ? failed + " of " + queue.messages().size() + " messages failed: " + reason
                : failed + " of " + summary.files() + " objects failed: " + reason;
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

    private ObjectNode answerQueue(
            FileLoader.Session session, UUID run, List<Message> messages, Deadline deadline, Summary summary) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        for (Message message : messages) {
            if (!takes(session, run, message, deadline, summary)) {
                failures.addObject().put("itemIdentifier", message.id());
            }
        }
        return answer;
    }

    /** Deals with one message; false where it has to come again. */
    private boolean takes(FileLoader.Session session, UUID run, Message message, Deadline deadline, Summary summary) {
        Summary own = new Summary();
        try {
            LoadRequest request = EventReader.read(message.body());
            if (request instanceof Objects named) {
                loadAll(session, named, deadline, own);
            } else if (request instanceof Prefix prefix) {
                backfill(session, prefix, deadline, own);
            } else if (request instanceof Task task) {
                run(task, run, deadline, own);
            } else {
                throw new ScoutException(
                        UNKNOWN_EVENT, false, "A message of the queue holds messages of a queue.", null);
            }
        } catch (ScoutException e) {
            LOG.errorf(e.getCause(), "Message %s failed: %s", message.id(), e.getMessage());
            if (e.code().equals(UNKNOWN_EVENT)) {
                own.addUnreadable(e);
            } else {
                own.note(e);
            }
            return false;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            LOG.errorf(e, "Message %s failed", message.id());
            own.note(new ScoutException("LOAD_FAILED", false, "Unexpected failure; the log says why.", e));
            return false;
        } finally {
            summary.addAll(own);
        }
        return own.firstFailure() == null && !own.incomplete();
    }

    private ObjectNode run(Task task, UUID run, Deadline deadline, Summary summary) {
        TaskHandler handler = tasks.get(task.name());
        if (handler == null) {
            throw new ScoutException(
                    UNKNOWN_EVENT,
                    false,
                    "This loader can not do the task \"" + task.name() + "\": it lacks what that needs.",
                    null);
        }
        TaskResult result = handler.run(task.argument(), run, deadline);
        result.outcomes().forEach(outcome -> summary.add(logged(outcome)));
        if (!result.complete()) {
            summary.stop(null);
        }
        return result.details();
    }

    private void loadAll(FileLoader.Session session, Objects named, Deadline deadline, Summary summary) {
        summary.addIgnored(named.ignored());
        for (ObjectEvent event : named.objects()) {
            if (deadline.isNear()) {
                throw new ScoutException(
                        "OUT_OF_TIME", true, "The time was up before " + event.key() + " was begun.", null);
            }
            try {
                summary.add(logged(load(session, event, deadline)));
            } catch (ScoutException e) {
                failed(summary, event.bucket(), event.key(), e);
            }
        }
    }

    private LoadOutcome load(FileLoader.Session session, ObjectEvent event, Deadline deadline) {
        LandedObject object;
        try {
            object = objects.find(event);
        } catch (ObjectGoneException e) {
            return gone(session, event, String.valueOf(e.getMessage()), deadline);
        }
        return session.load(object, deadline);
    }

    /** What is not there any more can't be loaded, now or later. The ledger says so where the event tells enough of what it was. */
    private static LoadOutcome gone(FileLoader.Session session, ObjectEvent event, String reason, Deadline deadline) {
        String etag = event.etag();
        if (etag == null) {
            throw new ScoutException("OBJECT_NOT_FOUND", false, reason, null);
        }
        Instant landed = event.time() == null ? Instant.EPOCH : event.time();
        long size = event.sizeBytes() == null ? 0 : event.sizeBytes();
        LandedObject what =
                new LandedObject(event.bucket(), event.key(), etag, event.versionId(), event.sequencer(), landed, size);
        return session.skip(what, reason, deadline);
    }

    /** Goes on behind an object that failed; but who goes on from the answer begins before it, where it may succeed later. */
    private void backfill(FileLoader.Session session, Prefix request, Deadline deadline, Summary summary) {
        String bucket = request.bucket() == null ? lakeBucket : request.bucket();
        String after = request.after();
        while (true) {
            List<LandedObject> page = objects.list(bucket, request.prefix(), after);
            if (page.isEmpty()) {
                return;
            }
            for (LandedObject object : page) {
                if (deadline.isNear()) {
                    summary.stop(after);
                    return;
                }
                if (!loadListed(session, object, deadline, summary)) {
                    summary.stop(after);
                }
                after = object.key();
            }
        }
    }

    /** False where it failed and may succeed later. */
    private static boolean loadListed(
            FileLoader.Session session, LandedObject object, Deadline deadline, Summary summary) {
        try {
            summary.add(logged(session.load(object, deadline)));
            return true;
        } catch (ScoutException e) {
            failed(summary, object.bucket(), object.key(), e);
            return !e.retryable();
        }
    }

    private static LoadOutcome logged(LoadOutcome outcome) {
        LOG.infof(
                "Object s3://%s/%s: %s, %d rows, %d in quarantine%s",
                outcome.bucket(),
                outcome.key(),
                outcome.status(),
                outcome.rowsLoaded(),
                outcome.rowsQuarantined(),
                outcome.already() ? ", settled before" : "");
        return outcome;
    }

    private static void failed(Summary summary, String bucket, String key, ScoutException failure) {
        LOG.errorf(failure.getCause(), "Loading s3://%s/%s failed: %s", bucket, key, failure.getMessage());
        summary.addFailure(bucket, key, failure);
    }
}
