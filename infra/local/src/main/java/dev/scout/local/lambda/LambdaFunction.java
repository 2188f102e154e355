package dev.scout.local.lambda;

import dev.scout.local.template.Settings;
import dev.scout.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A function: the invocations that wait for it, and the processes, started on demand, that serve them. */
public final class LambdaFunction implements AutoCloseable {

    static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lambda-timer");
        thread.setDaemon(true);
        return thread;
    });

    private static final long SECONDS_TO_STOP = 3;

    private final Template.Function definition;
    private final FunctionPackage code;
    private final Map<String, String> environment;
    private final int concurrency;
    private final Path workDirectory;
    private final Path log;

    private final Deque<Invocation> waiting = new ArrayDeque<>();
    private final List<FunctionProcess> processes = new ArrayList<>();
    private int polling;
    private int started;
    private boolean closed;

    /**
     * Unpacks the package; starts nothing yet.
     *
     * @param endpoints environment beside the template's: where S3 is, which credentials it takes
     * @param concurrency how many processes at most
     */
    public LambdaFunction(
            Template.Function definition,
            Map<String, String> endpoints,
            int concurrency,
            Path workDirectory,
            Path log) {
        this.definition = definition;
        this.concurrency =
                Math.min(concurrency, definition.reservedConcurrency().orElse(concurrency));
        this.workDirectory = workDirectory;
        this.log = log;
        this.code = FunctionPackage.unpack(definition.codeUri(), workDirectory.resolve("task"));
        this.environment = environment(endpoints);
    }

    private Map<String, String> environment(Map<String, String> endpoints) {
        Map<String, String> all = new HashMap<>();
        for (String inherited : List.of("PATH", "HOME", "JAVA_TOOL_OPTIONS")) {
            String value = System.getenv(inherited);
            if (value != null) {
                all.put(inherited, value);
            }
        }
        all.put("LANG", "en_US.UTF-8");
        all.put("TZ", ":UTC");
        all.put("LAMBDA_TASK_ROOT", code.directory().toString());
        all.put("_HANDLER", code.handler());
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023");
        all.put("AWS_REGION", Settings.REGION);
        all.put("AWS_DEFAULT_REGION", Settings.REGION);
        all.put("AWS_LAMBDA_FUNCTION_NAME", name());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(definition.memoryMegabytes()));
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name());
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.putAll(endpoints);
        all.putAll(definition.environment());
        return all;
    }

    public String name() {
        return definition.name();
    }

    public String arn() {
        return definition.arn();
    }

    public Template.AsyncInvocation asyncInvocation() {
        return definition.asyncInvocation();
    }

    public int concurrency() {
        return concurrency;
    }

    Duration timeout() {
        return definition.timeout();
    }

    /** Hands the event to the next free process. The result never completes exceptionally: a failed function is a result. */
    public CompletableFuture<InvocationResult> invoke(byte[] event) {
        Invocation invocation = Invocation.of(event);
        synchronized (this) {
            if (closed) {
                invocation.fail("Runtime.Closed", "the platform stops");
                return invocation.result();
            }
            waiting.addLast(invocation);
            startWhereNeeded();
            notifyAll();
        }
        return invocation.result().thenApply(this::logged);
    }

    /** What went wrong stands in the function's log, also where nobody reads the answer. */
    private InvocationResult logged(InvocationResult result) {
        if (result.failed()) {
            String line = Instant.now() + " ERROR RequestId: " + result.requestId() + " " + result.text()
                    + System.lineSeparator();
            try {
                Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                // The directory goes with the platform; the answer itself tells the same.
            }
        }
        return result;
    }

    /** The process ids that serve this function just now. */
    public synchronized List<Long> processIds() {
        return processes.stream().map(FunctionProcess::id).toList();
    }

    /** Blocks until there is an event for that process; null where it is to end. */
    synchronized @Nullable Invocation take(FunctionProcess process) {
        process.becomeReady();
        polling++;
        try {
            while (!closed && !process.isDead()) {
                Invocation next = waiting.pollFirst();
                if (next != null) {
                    return next;
                }
                wait();
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            polling--;
        }
    }

    synchronized void giveBack(Invocation invocation) {
        waiting.addFirst(invocation);
        startWhereNeeded();
        notifyAll();
    }

    /** A process reported that it can't start: whoever waits longest is told why. */
    synchronized void failedToStart(byte[] error) {
        Invocation first = waiting.pollFirst();
        if (first != null) {
            first.fail(error);
        }
    }

    synchronized void ended(FunctionProcess process, boolean wasReady, int exitStatus) {
        processes.remove(process);
        Invocation first = wasReady || closed ? null : waiting.pollFirst();
        if (first != null) {
            first.fail(
                    "Runtime.ExitError",
                    "Runtime exited with status " + exitStatus + " before it was ready; see " + log);
        }
        startWhereNeeded();
        notifyAll();
    }

    private void startWhereNeeded() {
        int starting = processes.size()
                - (int) processes.stream().filter(FunctionProcess::isReady).count();
        int free = polling + starting;
        while (!closed && waiting.size() > free && processes.size() < concurrency) {
            if (!start()) {
                return;
            }
            free++;
        }
    }

    private boolean start() {
        try {
            Path temporary = Files.createDirectories(workDirectory.resolve("tmp-" + ++started));
            Map<String, String> own = new HashMap<>(environment);
            own.put("TMPDIR", temporary.toString());
            own.put("AWS_LAMBDA_LOG_STREAM_NAME", "local/[$LATEST]" + started);
            processes.add(FunctionProcess.start(this, code.command(definition.memoryMegabytes(), temporary), own, log));
            return true;
        } catch (IOException e) {
            String sentence = "The function " + name() + " can't be started: " + e.getMessage();
            waiting.forEach(invocation -> invocation.fail("Runtime.InvalidEntrypoint", sentence));
            waiting.clear();
            return false;
        }
    }

    @Override
    public void close() {
        List<FunctionProcess> running;
        synchronized (this) {
            closed = true;
            waiting.forEach(invocation -> invocation.fail("Runtime.Closed", "the platform stops"));
            waiting.clear();
            running = List.copyOf(processes);
            notifyAll();
        }
        running.forEach(FunctionProcess::stop);
        for (FunctionProcess process : running) {
            try {
                if (!process.awaitEnd(SECONDS_TO_STOP)) {
                    process.kill();
                }
            } catch (InterruptedException e) {
                process.kill();
                Thread.currentThread().interrupt();
            }
        }
    }
}
