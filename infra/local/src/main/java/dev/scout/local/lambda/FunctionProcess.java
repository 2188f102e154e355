package dev.scout.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scout.local.Http;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One execution environment: an operating-system process with a Runtime API of its own, that serves one invocation at a time. */
final class FunctionProcess {

    private static final String PATH = "/2018-06-01/runtime/";
    /** Lambda's limit of a synchronous answer. */
    private static final int LARGEST_ANSWER_BYTES = 6 * 1024 * 1024;

    private final LambdaFunction function;
    private final HttpServer api;
    private final Process process;

    private @Nullable Invocation current;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean ready;
    private boolean dead;

    private FunctionProcess(LambdaFunction function, HttpServer api, Process process) {
        this.function = function;
        this.api = api;
        this.process = process;
    }

    static FunctionProcess start(
            LambdaFunction function, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment()
                .put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getAddress().getPort());
        FunctionProcess started = new FunctionProcess(function, api, builder.start());
        api.createContext(PATH, Http.handler(started::serve));
        api.setExecutor(Http.THREADS);
        api.start();
        var unused = started.process.onExit().thenAcceptAsync(exited -> started.ended(exited.exitValue()));
        return started;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(PATH.length());
        if (path.equals("invocation/next")) {
            next(exchange);
        } else if (path.equals("init/error")) {
            byte[] error = exchange.getRequestBody().readAllBytes();
            Http.respond(exchange, 202, Map.of(), new byte[0]);
            function.failedToStart(error);
        } else if (path.endsWith("/response")) {
            answer(exchange, path.substring("invocation/".length(), path.length() - "/response".length()), false);
        } else if (path.endsWith("/error")) {
            answer(exchange, path.substring("invocation/".length(), path.length() - "/error".length()), true);
        } else {
            Http.respond(exchange, 404, Map.of(), new byte[0]);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        Invocation invocation = function.take(this);
        if (invocation == null) {
            Http.respond(exchange, 410, Map.of(), new byte[0]);
            return;
        }
        Instant deadline = Instant.now().plus(function.timeout());
        begin(invocation);
        try {
            Http.respond(
                    exchange,
                    200,
                    Map.of(
                            "Content-Type", "application/json",
                            "Lambda-Runtime-Aws-Request-Id", invocation.requestId(),
                            "Lambda-Runtime-Deadline-Ms", String.valueOf(deadline.toEpochMilli()),
                            "Lambda-Runtime-Invoked-Function-Arn", function.arn(),
                            "Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0"),
                    invocation.payload());
        } catch (IOException e) {
            // The process went away before it got the event: another one may have it.
            if (end(invocation.requestId()) != null) {
                function.giveBack(invocation);
            }
            throw e;
        }
    }

    private synchronized void begin(Invocation invocation) {
        current = invocation;
        timeout = LambdaFunction.TIMER.schedule(
                () -> timedOut(invocation), function.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes the invocation off this process; null where it is no longer on it. */
    private synchronized @Nullable Invocation end(String requestId) {
        Invocation held = current;
        if (held == null || !held.requestId().equals(requestId)) {
            return null;
        }
        current = null;
        if (timeout != null) {
            timeout.cancel(false);
        }
        return held;
    }

    private void answer(HttpExchange exchange, String requestId, boolean error) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Invocation held = end(requestId);
        if (held == null) {
            Http.respond(
                    exchange,
                    400,
                    Map.of(),
                    "{\"errorType\":\"InvalidRequestID\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return;
        }
        Http.respond(
                exchange,
                202,
                Map.of("Content-Type", "application/json"),
                "{\"status\":\"OK\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (error) {
            held.fail(body);
        } else if (body.length > LARGEST_ANSWER_BYTES) {
            held.fail(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size (" + body.length
                            + " bytes) exceeded maximum allowed payload size (6291556 bytes).");
        } else {
            held.succeed(body);
        }
    }

    private void timedOut(Invocation invocation) {
        if (end(invocation.requestId()) != null) {
            invocation.fail(
                    "Sandbox.Timedout",
                    String.format(
                            java.util.Locale.ROOT,
                            "Task timed out after %.2f seconds",
                            function.timeout().toMillis() / 1000.0));
            kill();
        }
    }

    private void ended(int exitStatus) {
        Invocation held;
        boolean wasReady;
        synchronized (this) {
            dead = true;
            wasReady = ready;
            held = current == null ? null : end(current.requestId());
        }
        api.stop(0);
        function.ended(this, wasReady, exitStatus);
        if (held != null) {
            held.fail("Runtime.ExitError", "Runtime exited with error: exit status " + exitStatus);
        }
    }

    synchronized boolean isDead() {
        return dead;
    }

    synchronized boolean isReady() {
        return ready;
    }

    synchronized void becomeReady() {
        ready = true;
    }

    long id() {
        return process.pid();
    }

    /** Asks the process to end; it has its shutdown hooks. */
    void stop() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    boolean awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }
}
