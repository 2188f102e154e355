package dev.scout.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the platform's small HTTP servers have in common. */
public final class Http {

    /** Serves every request of every server; a request may wait for long. */
    public static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "http");
        thread.setDaemon(true);
        return thread;
    });

    private Http() {}

    /** A server on a loopback port, not yet started. */
    public static HttpServer server(int port, String purpose) {
        try {
            HttpServer server = HttpServer.create(Ports.loopback(Ports.claim(port, purpose)), 0);
            server.setExecutor(THREADS);
            return server;
        } catch (IOException e) {
            throw new LocalPlatformException(
                    "No server for " + purpose + " can listen on port " + port + ": " + e.getMessage() + ".", e);
        }
    }

    /** Closes the exchange in any case; a client that went away is no error. */
    public static HttpHandler handler(HttpHandler handler) {
        return exchange -> {
            try (exchange) {
                handler.handle(exchange);
            } catch (IOException clientGone) {
                // Nobody is left to tell.
            }
        };
    }

    public static void respond(HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : body.length);
        if (!empty) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
