package dev.scout.publisher.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @Test
    void goesWithAllThatIsInIt(@TempDir Path parent) throws IOException {
        try (RunDirectory directory = RunDirectory.create(parent)) {
            Files.writeString(directory.path().resolve("a.csv"), "a");
            assertThat(parent).isNotEmptyDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void removesWhatAKilledRunLeftButNotWhatARunningOneHas(@TempDir Path parent) throws IOException {
        Path left = Files.createDirectory(parent.resolve("scout-publisher-1"));
        Files.writeString(left.resolve("a.csv"), "a");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7200)));
        Path running = Files.createDirectory(parent.resolve("scout-publisher-2"));
        Path foreign = Files.createDirectory(parent.resolve("other"));
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));

        try (RunDirectory directory = RunDirectory.create(parent)) {
            assertThat(parent.toFile().listFiles())
                    .containsExactlyInAnyOrder(
                            running.toFile(), foreign.toFile(), directory.path().toFile());
        }
    }
}
