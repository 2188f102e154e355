package dev.scout.loader.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.queue.DeadLetter;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.task.TaskHandler;
import dev.scout.loader.task.TaskResult;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"redrive":true}}: moves every dead letter back to the ingest queue, and sends what is parked of which there is none any more.
 * What comes to the dead letters meanwhile stays there, so that it ends.
 */
final class RedriveTask implements TaskHandler {

    private static final String NAME = "redrive";
    private static final int MOST_IN_VAIN = 5;

    private final @Nullable IngestQueue queue;
    private final ParkedFiles parked;
    private final Duration turn;
    private final Clock clock;

    RedriveTask(@Nullable IngestQueue queue, ParkedFiles parked, Duration turn, Clock clock) {
        this.queue = queue;
        this.parked = parked;
        this.turn = turn;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline) {
        if (queue == null || !queue.takesDeadLetters()) {
            throw new ScoutException(
                    "NO_QUEUE",
                    false,
                    "There is no dead-letter queue to redrive from (SCOUT_DEAD_LETTER_QUEUE_URL): load what is parked by its prefix.",
                    null);
        }
        Instant before =
                argument.hasNonNull("before") ? instant(argument.get("before").asText()) : clock.instant();
        return redrive(queue, before, deadline);
    }

    private TaskResult redrive(IngestQueue from, Instant before, Deadline deadline) {
        long begun = System.nanoTime();
        long redriven = 0;
        int moved = step(from, before);
        while (moved > 0) {
            redriven += moved;
            if (deadline.isNear() || System.nanoTime() - begun > turn.toNanos()) {
                from.send(goOn(before));
                return TaskResult.of(told(redriven, false));
            }
            moved = step(from, before);
        }
        return TaskResult.of(told(redriven, true));
    }

    private int step(IngestQueue from, Instant before) {
        int moved = redriveSome(from, before);
        return moved == 0 ? parked.sendWithoutLetter(from, before) : moved;
    }

    private int redriveSome(IngestQueue from, Instant before) {
        List<Long> files = new ArrayList<>();
        List<DeadLetter> younger = new ArrayList<>();
        int moved = 0;
        // SQS hands out what it likes: a few receives that bring only younger letters are taken for the end.
        for (int receive = 0; receive < MOST_IN_VAIN && moved == 0; receive++) {
            List<DeadLetter> letters = from.receiveDeadLetters();
            if (letters.isEmpty()) {
                break;
            }
            for (DeadLetter letter : letters) {
                if (letter.sentAt().isBefore(before)) {
                    from.redrive(letter);
                    letter.fileId().ifPresent(files::add);
                    moved++;
                } else {
                    younger.add(letter);
                }
            }
        }
        younger.forEach(from::release);
        parked.noteSent(files);
        return moved;
    }

    private static ObjectNode told(long redriven, boolean complete) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putObject("redrive").put("messages", redriven).put("complete", complete);
        return details;
    }

    private static String goOn(Instant before) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject(NAME).put("before", before.toString());
        return message.toString();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ScoutException("BAD_REDRIVE", false, "\"before\" is \"" + text + "\", not a time in UTC.", null);
        }
    }
}
