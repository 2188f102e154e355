package dev.scout.loader;

import dev.scout.loader.event.EventReader;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.queue.LocalSqs;
import dev.scout.local.lambda.InvocationResult;
import dev.scout.local.queue.QueuePoller;
import dev.scout.local.template.Template.QueueSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The ingest queue behind a real SQS endpoint, and what delivers from it to a loader as Lambda does. */
final class Delivery implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(60);

    final LocalSqs sqs;
    final IngestQueue queue;
    private final QueuePoller poller;

    /** @param loader made for the queue that it is to write to */
    Delivery(Function<IngestQueue, Loader> loader) {
        this(loader, new Kills());
    }

    /** @param kills may end the function as it writes to the queue */
    Delivery(Function<IngestQueue, Loader> loader, Kills kills) {
        sqs = new LocalSqs(Duration.ofSeconds(1), 100);
        queue = sqs.queue(client -> kills.client(SqsClient.class, client));
        Loader made = loader.apply(queue);
        poller = new QueuePoller(
                new QueueSource(sqs.ingest().arn(), "loader", 5, Duration.ofMillis(100), true, OptionalInt.of(1)),
                sqs.ingest(),
                event -> CompletableFuture.completedFuture(invoke(made, event)),
                Clock.systemUTC());
    }

    void start() {
        poller.start(1);
    }

    /** A function that an error ends has failed, as one that was killed. */
    private static InvocationResult invoke(Loader loader, byte[] event) {
        try {
            String answer = loader.answer(
                            EventReader.read(new ByteArrayInputStream(event)), LoaderFixture.plentyOfTime())
                    .toString();
            return new InvocationResult("1", answer.getBytes(StandardCharsets.UTF_8), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error killed) {
            return new InvocationResult("1", new byte[0], InvocationResult.UNHANDLED);
        }
    }

    void awaitEmpty() throws InterruptedException {
        await("an empty queue", () -> sqs.ingest().size() == 0);
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited in vain for " + what);
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        poller.close();
        sqs.close();
    }
}
