package dev.scout.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between one function process and PostgreSQL, and tells {@link Steps} of each request and each answer. */
final class PostgresRelay implements AutoCloseable {

    private final ServerSocket clients;
    private final int serverPort;
    private final Steps steps;

    PostgresRelay(int serverPort, Steps steps) throws IOException {
        this.clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        this.steps = steps;
        Relays.start("postgres-relay", this::acceptAll);
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + clients.getLocalPort() + "/postgres";
    }

    private void acceptAll() throws IOException {
        while (!clients.isClosed()) {
            Socket client = clients.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            new PostgresSession(client, server, steps).start();
        }
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
