package dev.scout.proxy.access;

import java.io.IOException;
import java.time.Duration;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;

/** Leaves a server that has just failed alone for a while, so that each bad token doesn't wait for it again. */
final class PatientGet implements SimpleGet {

    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final SimpleGet get;
    private long failedAtNanos;
    private boolean failed;

    PatientGet(SimpleGet get) {
        this.get = get;
    }

    @Override
    public synchronized SimpleResponse get(String location) throws IOException {
        if (failed && System.nanoTime() - failedAtNanos < PAUSE.toNanos()) {
            throw new IOException("The key set's server has just failed; it is asked again after " + PAUSE);
        }
        try {
            SimpleResponse response = get.get(location);
            failed = false;
            return response;
        } catch (IOException e) {
            failed = true;
            failedAtNanos = System.nanoTime();
            throw e;
        }
    }
}
