package dev.scout.e2e;

import dev.scout.e2e.Step.Channel;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One connection, by PostgreSQL's protocol 3.0. A request is what the client sends up to a Sync, a simple Query, a piece of a COPY, or its end; its
 * answer is what the server sends up to ReadyForQuery or to its leave to COPY. A piece of a COPY has no answer.
 */
final class PostgresSession {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final String GUARD = "idle_in_transaction_session_timeout";

    private final Socket client;
    private final Socket server;
    private final Steps steps;
    private final RequestName name = new RequestName();
    private final Queue<Step> unanswered = new ConcurrentLinkedQueue<>();
    private volatile boolean guarded;

    PostgresSession(Socket client, Socket server, Steps steps) {
        this.client = client;
        this.server = server;
        this.steps = steps;
    }

    void start() {
        Relays.start("postgres-requests", () -> bothEndWith(this::requests));
        Relays.start("postgres-answers", () -> bothEndWith(this::answers));
    }

    private void bothEndWith(Relays.Work work) throws IOException {
        try (client;
                server) {
            work.run();
        }
    }

    private void requests() throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream(), 1 << 16));
        connect(in, out);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = in.readNBytes(in.readInt() - 4);
            write(new DataOutputStream(request), type, body);
            name.add(type, body);
            switch (type) {
                case 'S', 'Q', 'c', 'f' -> pass(request, out, true);
                case 'd' -> pass(request, out, false);
                case 'p', 'X' -> send(request, out);
                default -> {}
            }
        }
    }

    /** Encryption is declined in the server's name. */
    private void connect(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            int code = new DataInputStream(new ByteArrayInputStream(body)).readInt();
            if (code == SSL_REQUEST || code == GSS_REQUEST) {
                client.getOutputStream().write('N');
                continue;
            }
            unanswered.add(steps.begin(Channel.CONNECTION, "connect"));
            out.writeInt(length);
            out.write(body);
            out.flush();
            return;
        }
    }

    private void pass(ByteArrayOutputStream request, DataOutputStream out, boolean isAnswered) throws IOException {
        String what = name.take();
        guarded |= what.contains(GUARD);
        Step step = steps.begin(isOfTheDriver(what) ? Channel.CONNECTION : Channel.DATABASE, what);
        if (isAnswered) {
            unanswered.add(step);
        }
        send(request, out);
        if (!isAnswered) {
            steps.end(step);
        }
    }

    /** What comes when a connection is made, or taken out of the pool. */
    private static boolean isOfTheDriver(String what) {
        return what.isEmpty() || what.startsWith("SET application_name") || what.startsWith("SHOW ");
    }

    private static void send(ByteArrayOutputStream request, DataOutputStream out) throws IOException {
        request.writeTo(out);
        out.flush();
        request.reset();
    }

    private void answers() throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), 1 << 16));
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = in.readNBytes(in.readInt() - 4);
            write(out, type, body);
            Step step = type == 'Z' || type == 'G' ? unanswered.poll() : null;
            if (step != null) {
                watch(step, type == 'Z' ? body[0] : 'T');
                steps.end(step);
                out.flush();
            } else if (type == 'R') {
                out.flush(); // The client has to answer before the connection is made.
            }
        }
    }

    /** @param state of the transaction: I where there is none */
    private void watch(Step step, int state) {
        if (state == 'I') {
            guarded = false;
        } else if (!guarded && !step.name().equals("BEGIN")) {
            steps.leavesUnguarded(step);
        }
    }

    private static void write(DataOutputStream out, int type, byte[] body) throws IOException {
        out.write(type);
        out.writeInt(body.length + 4);
        out.write(body);
    }
}
