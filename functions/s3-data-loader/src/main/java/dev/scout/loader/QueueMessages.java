package dev.scout.loader;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.bronze.FileLoader.Session;
import dev.scout.loader.bronze.Parked;
import dev.scout.loader.bronze.Parking;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest;
import dev.scout.loader.event.LoadRequest.Message;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.LoadRequest.Task;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.queue.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deals with the messages of a queue, each by itself: what fails comes again after a pause that grows, what is given up on becomes a dead
 * letter with its reason.
 */
final class QueueMessages {

    private static final Logger LOG = Logger.getLogger(QueueMessages.class);

    private final Loads loads;
    private final Tasks tasks;
    private final Parking parking;
    private final @Nullable IngestQueue queue;
    private final RetryPolicy retries;

    /**
     * @param queue null where the deployment names none: pauses are then the queue's own, and its redrive policy parks
     */
    QueueMessages(Loads loads, Tasks tasks, Parking parking, @Nullable IngestQueue queue, RetryPolicy retries) {
        this.loads = loads;
        this.tasks = tasks;
        this.parking = parking;
        this.queue = queue;
        this.retries = retries;
    }

    /** Answers {@code batchItemFailures}: the messages that are to come again. */
    ObjectNode answer(Session session, UUID run, List<Message> messages, Deadline deadline, Summary summary) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        for (Message message : BatchOrder.of(messages, parking)) {
            if (!takes(session, run, message, deadline, summary)) {
                failures.addObject().put("itemIdentifier", message.id());
            }
        }
        return answer;
    }

    /** Has all of them wait, after something failed that concerns them all. */
    void pauseAll(List<Message> messages) {
        messages.forEach(message -> pause(message, retries.pause(message.receiveCount(), ThreadLocalRandom.current())));
    }

    /** Deals with one message; false where it has to come again. */
    private boolean takes(Session session, UUID run, Message message, Deadline deadline, Summary summary) {
        Summary own = new Summary();
        LoadRequest request = null;
        try {
            request = EventReader.read(message.body());
            perform(request, session, run, message, deadline, own);
        } catch (Parked e) {
            LOG.errorf("Message %s is parked: %s", message.id(), e.reason());
            own.addParked(e);
        } catch (ScoutException e) {
            LOG.errorf(e.getCause(), "Message %s failed: %s", message.id(), e.getMessage());
            if (e.code().equals(EventReader.UNKNOWN_EVENT)) {
                own.addUnreadable(e);
            } else {
                own.note(e);
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            LOG.errorf(e, "Message %s failed", message.id());
            own.note(new ScoutException("LOAD_FAILED", false, "Unexpected failure; the log says why.", e));
        }
        boolean done = settle(message, request, own);
        summary.addAll(own);
        return done;
    }

    private void perform(
            LoadRequest request, Session session, UUID run, Message message, Deadline deadline, Summary own) {
        boolean redriven = message.attributes().containsKey(Parked.REASON);
        if (request instanceof Objects named) {
            loads.loadAll(redriven || named.again() ? session.reopening() : session, named, deadline, own);
        } else if (request instanceof Prefix prefix) {
            loads.loadPrefix(session.reopening(), prefix, deadline, own);
        } else if (request instanceof Task task) {
            if (deadline.isNear()) {
                throw new ScoutException(
                        Loads.NOT_BEGUN,
                        true,
                        "The time was up before the task \"" + task.name() + "\" was begun.",
                        null);
            }
            tasks.run(task, redriven, run, deadline, own);
        } else {
            throw EventReader.unknown("a message of the queue holds messages of a queue");
        }
    }

    /** Says whether the message is done; has it wait, or parks it, where it is not. */
    private boolean settle(Message message, @Nullable LoadRequest request, Summary own) {
        ScoutException failure = own.firstFailure();
        if (failure == null && !own.incomplete()) {
            return own.firstParked() == null || park(message, own.firstParked());
        }
        if (failure != null && isHopeless(message, failure)) {
            return giveUp(message, request, failure, own);
        }
        boolean failed = failure != null && !failure.code().equals(Loads.NOT_BEGUN);
        pause(message, failed ? retries.pause(message.receiveCount(), ThreadLocalRandom.current()) : Duration.ZERO);
        return false;
    }

    private boolean isHopeless(Message message, ScoutException failure) {
        return failure.code().equals(EventReader.UNKNOWN_EVENT)
                || (!failure.retryable() && retries.isHopeless(message.receiveCount()));
    }

    /** What is parked here never came as far as the ledger: there it is noted now, where the message says which object it means. */
    private boolean giveUp(Message message, @Nullable LoadRequest request, ScoutException failure, Summary own) {
        if (queue == null || !queue.takesDeadLetters()) {
            return false;
        }
        String reason = String.valueOf(failure.getMessage());
        try {
            LandedObject object =
                    request instanceof Objects named && named.objects().size() == 1
                            ? Loads.described(named.objects().get(0))
                            : null;
            Parked parked = object == null ? new Parked("", "", null, reason) : parking.unread(object, reason);
            own.addParked(parked);
            return park(message, parked);
        } catch (ScoutException e) {
            LOG.errorf(e.getCause(), "Message %s could not be given up: %s", message.id(), e.getMessage());
            return false;
        }
    }

    private boolean park(Message message, Parked parked) {
        if (queue == null || !queue.takesDeadLetters()) {
            return false;
        }
        try {
            queue.deadLetter(message.body(), parked.attributes());
            return true;
        } catch (ScoutException e) {
            LOG.errorf(e.getCause(), "Message %s could not be made a dead letter: %s", message.id(), e.getMessage());
            return false;
        }
    }

    private void pause(Message message, Duration pause) {
        if (queue == null || message.receiptHandle().isEmpty()) {
            return;
        }
        try {
            queue.changeVisibility(message.receiptHandle(), pause);
        } catch (ScoutException e) {
            LOG.warnf(e.getCause(), "Message %s comes again when the queue wants: %s", message.id(), e.getMessage());
        }
    }
}
