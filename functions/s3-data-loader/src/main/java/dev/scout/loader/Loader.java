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
import dev.scout.loader.event.ObjectEvent;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.runs.Layer;
import dev.scout.runs.RunLog;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Does what an invocation asks for, and answers what became of it. */
final class Loader {

    static final String FUNCTION = "s3-data-loader";

    private static final Logger LOG = Logger.getLogger(Loader.class);

    private final ObjectStore objects;
    private final FileLoader files;
    private final RunLog runs;
    private final String lakeBucket;

    Loader(DataSource dataSource, ObjectStore objects, String lakeBucket, int maxRecordBytes) {
        this.objects = objects;
        this.files = new FileLoader(dataSource, objects, maxRecordBytes);
        this.runs = new RunLog(dataSource);
        this.lakeBucket = lakeBucket;
    }

    /** Answers {@code batchItemFailures} to a queue, else a summary. */
    ObjectNode answer(LoadRequest request, Deadline deadline) {
        UUID run = runs.start(Layer.BRONZE, FUNCTION);
        try {
            FileLoader.Session session = files.open(run);
            Summary summary = new Summary();
            ObjectNode answer = null;
            if (request instanceof Queue queue) {
                answer = answerQueue(session, queue.messages(), deadline, summary);
            } else if (request instanceof Prefix prefix) {
                backfill(session, prefix, deadline, summary);
            } else if (request instanceof Objects named) {
                loadAll(session, named.objects(), deadline, summary);
                throwFailure(summary);
            }
            ObjectNode told = summary.toJson(run.toString());
            runs.succeed(run, summary.rowsLoaded(), summary.rowsQuarantined(), told.toString());
            return answer == null ? told : answer;
        } catch (RuntimeException e) {
            fail(run, e);
            throw e;
        }
    }

    private void fail(UUID run, RuntimeException failure) {
        try {
            runs.fail(
                    run,
                    failure instanceof ScoutException
                            ? String.valueOf(failure.getMessage())
                            : "Unexpected failure; the log says why.");
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
            FileLoader.Session session, List<Message> messages, Deadline deadline, Summary summary) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        for (Message message : messages) {
            if (!takes(session, message, deadline, summary)) {
                failures.addObject().put("itemIdentifier", message.id());
            }
        }
        return answer;
    }

    /** Deals with one message; false where it has to come again. */
    private boolean takes(FileLoader.Session session, Message message, Deadline deadline, Summary summary) {
        Summary own = new Summary();
        try {
            LoadRequest request = EventReader.read(message.body());
            if (request instanceof Objects named) {
                loadAll(session, named.objects(), deadline, own);
            } else if (request instanceof Prefix prefix) {
                backfill(session, prefix, deadline, own);
            } else {
                throw new ScoutException(
                        "UNKNOWN_EVENT", false, "A message of the queue holds messages of a queue.", null);
            }
        } catch (ScoutException e) {
            LOG.errorf(e.getCause(), "Message %s failed: %s", message.id(), e.getMessage());
            return false;
        } finally {
            summary.addAll(own);
        }
        return own.firstFailure() == null && !own.incomplete();
    }

    private void loadAll(FileLoader.Session session, List<ObjectEvent> events, Deadline deadline, Summary summary) {
        for (ObjectEvent event : events) {
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
                loadListed(session, object, deadline, summary);
                after = object.key();
            }
        }
    }

    private static void loadListed(
            FileLoader.Session session, LandedObject object, Deadline deadline, Summary summary) {
        try {
            summary.add(logged(session.load(object, deadline)));
        } catch (ScoutException e) {
            failed(summary, object.bucket(), object.key(), e);
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
