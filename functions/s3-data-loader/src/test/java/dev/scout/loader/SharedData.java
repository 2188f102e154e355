package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The real data beside the project; a test without it is left out, but not in CI. */
public final class SharedData {

    private SharedData() {}

    public static Path directory(String name) {
        String fixed = System.getenv("SCOUT_DATA_DIR");
        Path data =
                fixed == null ? Path.of(System.getProperty("scout.root", "../.."), "../shared/data") : Path.of(fixed);
        Path directory = data.resolve(name).normalize();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(directory).exists();
        }
        Assumptions.assumeTrue(Files.exists(directory), "There is no data at " + directory);
        return directory;
    }
}
