package dev.scout.publisher.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Stands between the publisher and the S3 server, passes bytes on as they come, and fails when it is told to. */
final class Relay implements AutoCloseable {

    /** What becomes of a request. */
    enum Fate {
        PASS,
        /** The connection breaks before the store sees anything. */
        BREAK,
        /** The store sees half of the request's body, then the connection breaks. */
        BREAK_MIDWAY,
        /** The store does it, but its answer gets lost. */
        LOSE_ANSWER,
        /** S3's answer when it is asked too often. */
        SLOW_DOWN
    }

    /** Decides by the request line, such as {@code PUT /bucket/key HTTP/1.1}. */
    @FunctionalInterface
    interface Decision {
        Fate of(String requestLine) throws Exception;
    }

    private static final byte[] SLOW_DOWN =
            ("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n"
                            + "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>")
                    .getBytes(US_ASCII);
    private static final int HALF_A_SMALL_BODY = 20;

    private final ServerSocket server;
    private final URI target;
    private final Decision decision;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Relay(URI target, Decision decision) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.decision = decision;
        Future<?> unused = threads.submit(this::acceptAll);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Future<?> unused = threads.submit(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One request a connection. */
    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            Fate fate = decision.of(head.substring(0, head.indexOf('\r')));
            switch (fate) {
                case PASS -> relay(client, head, Long.MAX_VALUE, true);
                case BREAK_MIDWAY -> relay(client, head, HALF_A_SMALL_BODY, false);
                case LOSE_ANSWER -> relay(client, head, Long.MAX_VALUE, false);
                case SLOW_DOWN -> client.getOutputStream().write(SLOW_DOWN);
                case BREAK -> {}
            }
        } catch (Exception broken) {
            // What breaks here breaks for the publisher too, and that is what a test looks at.
        }
    }

    private void relay(Socket client, String head, long bodyLimit, boolean answers) throws Exception {
        String single =
                head.replaceFirst("(?i)\r\nConnection: [^\r]*", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
        try (Socket store = new Socket(target.getHost(), target.getPort())) {
            store.getOutputStream().write(single.getBytes(US_ASCII));
            InputStream answer = store.getInputStream();
            Future<?> upload =
                    threads.submit(() -> copy(client.getInputStream(), store.getOutputStream(), bodyLimit, store));
            if (answers) {
                copy(answer, client.getOutputStream(), Long.MAX_VALUE, client);
            } else {
                swallow(answer, client.getOutputStream());
            }
            upload.cancel(true);
        }
    }

    private static long copy(InputStream from, OutputStream to, long limit, Socket closedAtLimit) throws IOException {
        byte[] buffer = new byte[8192];
        long copied = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            int allowed = (int) Math.min(read, limit - copied);
            to.write(buffer, 0, allowed);
            to.flush();
            copied += allowed;
            if (copied == limit) {
                closedAtLimit.close();
                return copied;
            }
        }
        return copied;
    }

    /** Reads the store's answer to its end; the client gets no more of it than leave to go on. */
    private static void swallow(InputStream answer, OutputStream client) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = answer.read(); value >= 0; value = answer.read()) {
            line.write(value);
            if (line.toString(US_ASCII).equals("HTTP/1.1 100 Continue\r\n\r\n")) {
                client.write(line.toByteArray());
                client.flush();
                line.reset();
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("The client closed the connection");
            }
            head.append((char) value);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
