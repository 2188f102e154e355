package dev.scout.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The Lambda Runtime API for one function process: hands it one event at a time and takes its answers. Only what a
 * crash test needs: no retries, no queue, so that the test alone decides what is delivered, when and how often.
 */
final class RuntimeApi implements AutoCloseable {

    private static final String BASE = "/2018-06-01/runtime";
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private record Invocation(String id, String event, CompletableFuture<String> answer) {}

    private final LinkedBlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> initFailure = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private RuntimeApi(HttpServer server) {
        this.server = server;
    }

    static RuntimeApi start() throws IOException {
        RuntimeApi api =
                new RuntimeApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        api.server.createContext(BASE, api::serve);
        api.server.setExecutor(api.threads);
        api.server.start();
        return api;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The function's answer; fails with {@link FunctionFailure} where the function answered an error or died. */
    CompletableFuture<String> invoke(String event) {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        running.put(invocation.id, invocation);
        waiting.add(invocation);
        return invocation.answer;
    }

    /** Fails all that the process had not answered. */
    void processEnded(String how) {
        running.values().forEach(invocation -> invocation.answer.completeExceptionally(new FunctionFailure(how)));
        running.clear();
        waiting.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        initFailure.cancel(true);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(BASE.length());
            if (path.equals("/invocation/next")) {
                next(exchange);
                return;
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.equals("/init/error")) {
                processEnded("The function did not start: " + body);
            } else {
                Path invocation = Path.of(path);
                answered(invocation.getName(1).toString(), invocation.getName(2).toString(), body);
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        Invocation invocation;
        try {
            do {
                invocation = waiting.poll(1, TimeUnit.SECONDS);
            } while (invocation == null);
        } catch (InterruptedException e) {
            return;
        }
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id);
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Deadline-Ms",
                        String.valueOf(Instant.now().plus(DEADLINE).toEpochMilli()));
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:ap-southeast-1:123456789012:function:test");
        byte[] event = invocation.event.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    private void answered(String id, String outcome, String body) {
        Invocation invocation = running.remove(id);
        if (invocation == null) {
            return;
        }
        if (outcome.equals("response")) {
            invocation.answer.complete(body);
        } else {
            invocation.answer.completeExceptionally(new FunctionFailure(body));
        }
    }
}
