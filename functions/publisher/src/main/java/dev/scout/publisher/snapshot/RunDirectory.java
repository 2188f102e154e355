package dev.scout.publisher.snapshot;

import dev.scout.ScoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one run's temporary files; it goes with all that is in it when this is closed. */
record RunDirectory(Path path) implements AutoCloseable {

    private static final String PREFIX = "scout-publisher-";

    static RunDirectory create(Path parent) {
        try {
            return new RunDirectory(Files.createTempDirectory(parent, PREFIX));
        } catch (IOException e) {
            throw new ScoutException(
                    "DISK_FAILED",
                    true,
                    "No temporary directory could be made in " + parent + ": is the disk full, or not writable?",
                    e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path entry : deepestFirst) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary files in " + path + " could not be deleted", e);
        }
    }
}
