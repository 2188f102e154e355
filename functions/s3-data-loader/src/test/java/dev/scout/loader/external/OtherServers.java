package dev.scout.loader.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Servers of other makers that a test talks to. Where one is not on this machine its tests are left out, with a message; in CI they fail. */
final class OtherServers {

    private OtherServers() {}

    /** The project's root. */
    static Path root() {
        return Path.of(System.getProperty("scout.root", "../..")).normalize();
    }

    static boolean runs(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends here where something that the test needs is missing. */
    static void require(boolean there, String missing) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as(missing).isTrue();
        }
        Assumptions.assumeTrue(there, missing);
    }
}
