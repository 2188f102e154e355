package dev.scout.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.scout.e2e.Step.Channel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between one function process and S3 or SQS, and tells {@link Steps} of each request and each answer. One request a connection. */
final class HttpRelay implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length: *(\\d+)");
    private static final Pattern ACTION = Pattern.compile("(?im)^X-Amz-Target: *AmazonSQS\\.(\\w+)");
    private static final Pattern RANGE = Pattern.compile("(?im)^Range:");
    private static final Pattern CONNECTION = Pattern.compile("(?i)\r\nConnection: [^\r]*");

    private final ServerSocket clients;
    private final URI server;
    private final Channel channel;
    private final Steps steps;

    HttpRelay(URI server, Channel channel, Steps steps) throws IOException {
        this.clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        this.channel = channel;
        this.steps = steps;
        Relays.start("http-relay", this::acceptAll);
    }

    String endpoint() {
        return "http://127.0.0.1:" + clients.getLocalPort();
    }

    private void acceptAll() throws IOException {
        while (!clients.isClosed()) {
            Socket client = clients.accept();
            client.setTcpNoDelay(true);
            Relays.start("http-relay-connection", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket upstream = new Socket(server.getHost(), server.getPort())) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            Matcher length = LENGTH.matcher(head);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);

            Step step = steps.begin(channel, name(head));
            upstream.getOutputStream().write(once(head).getBytes(ISO_8859_1));
            upstream.getOutputStream().write(body);
            byte[] answer = upstream.getInputStream().readAllBytes();
            steps.end(step);
            client.getOutputStream().write(answer);
        }
    }

    private static String name(String head) {
        Matcher action = ACTION.matcher(head);
        if (action.find()) {
            return action.group(1);
        }
        String method = head.substring(0, head.indexOf(' '));
        if (head.contains("list-type=")) {
            return "LIST";
        }
        return method + (RANGE.matcher(head).find() ? " range" : " object");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("The client closed the connection");
            }
            head.append((char) value);
        }
        return head.toString();
    }

    /** The same request for a connection that ends with it. */
    private static String once(String head) {
        return CONNECTION.matcher(head).replaceAll("").replaceFirst("\r\n", "\r\nConnection: close\r\n");
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
