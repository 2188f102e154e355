package dev.scout.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The loopback ports that the platform listens on. */
final class Ports {

    private Ports() {}

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Says whether the port is free before anything starts on it; 0 becomes a free one. */
    static int claim(int port, String purpose) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(loopback(port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new LocalPlatformException(
                    "Port " + port + " on 127.0.0.1, meant for " + purpose
                            + ", is in use: stop what listens there (another ./scout up?) or choose another port by an option.",
                    e);
        }
    }
}
