package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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

/** Stands before a storage, passes bytes on as they come, and fails when it is told to. */
final class Relay implements AutoCloseable {

    /** What becomes of a request. */
    enum Fate {
        PASS,
        /** The connection breaks before the storage sees anything. */
        BREAK,
        /** The storage does it, but its answer gets lost. */
        LOSE_ANSWER,
        /** The answer breaks off in the middle. */
        CUT_ANSWER,
        /** The answer's last byte is another one. */
        DAMAGE_ANSWER,
        /** The storage gets a body whose first byte is another one. */
        DAMAGE_BODY,
        /** S3's and Azure's answer when they are asked too often. */
        SLOW_DOWN,
        FORBIDDEN
    }

    /** Decides by the request line, such as {@code PUT /bucket/key HTTP/1.1}. */
    @FunctionalInterface
    interface Decision {
        Fate of(String requestLine);
    }

    private static final String ERROR = "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n"
            + "<Error><Code>%s</Code><Message>No.</Message></Error>";

    private final ServerSocket server;
    private final URI target;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    volatile Decision decision;
    volatile Runnable afterAnswer = () -> {};

    Relay(URI target, Decision decision) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.decision = decision;
        Future<?> unused = threads.submit(this::acceptAll);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + target.getPath());
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
                case SLOW_DOWN -> write(client, ERROR.formatted("503 Slow Down", "SlowDown"));
                case FORBIDDEN -> write(client, ERROR.formatted("403 Forbidden", "AccessDenied"));
                case BREAK -> {}
                case PASS, LOSE_ANSWER, CUT_ANSWER, DAMAGE_ANSWER, DAMAGE_BODY -> relay(client, head, fate);
            }
        } catch (Exception broken) {
            // What breaks here breaks for the sync too, and that is what a test looks at.
        }
    }

    private static void write(Socket client, String answer) throws IOException {
        client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    }

    private void relay(Socket client, String head, Fate fate) throws Exception {
        String single =
                head.replaceFirst("(?i)\r\nConnection: [^\r]*", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
        try (Socket storage = new Socket(target.getHost(), target.getPort())) {
            storage.getOutputStream().write(single.getBytes(ISO_8859_1));
            Future<?> upload = threads.submit(() -> copy(client.getInputStream(), storage.getOutputStream(), fate));
            OutputStream back = client.getOutputStream();
            byte[] answer = answer(storage.getInputStream(), back);
            afterAnswer.run();
            int length = fate == Fate.CUT_ANSWER ? answer.length - 10 : answer.length;
            if (fate == Fate.DAMAGE_ANSWER) {
                answer[answer.length - 1] ^= 1;
            }
            if (fate != Fate.LOSE_ANSWER) {
                back.write(answer, 0, length);
                back.flush();
            }
            upload.cancel(true);
        }
    }

    private static long copy(InputStream from, OutputStream to, Fate fate) throws IOException {
        byte[] buffer = new byte[8192];
        long copied = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            if (copied == 0 && fate == Fate.DAMAGE_BODY) {
                buffer[0] ^= 1;
            }
            to.write(buffer, 0, read);
            to.flush();
            copied += read;
        }
        return copied;
    }

    /** The storage's whole answer; leave to go on is passed on at once. */
    private static byte[] answer(InputStream from, OutputStream client) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            answer.write(buffer, 0, read);
            if (answer.size() < 64 && answer.toString(ISO_8859_1).equals("HTTP/1.1 100 Continue\r\n\r\n")) {
                client.write(answer.toByteArray());
                client.flush();
                answer.reset();
            }
        }
        return answer.toByteArray();
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
