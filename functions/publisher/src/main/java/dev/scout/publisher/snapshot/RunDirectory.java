package dev.scout.publisher.snapshot;

import dev.scout.ScoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one run's temporary files; it goes with all that is in it when this is closed. */
record RunDirectory(Path path) implements AutoCloseable {

    private static final String PREFIX = "scout-publisher-";

    /** Longer than any run: what is older was left behind by one that was killed. */
    private static final Duration LONGEST_RUN = Duration.ofHours(1);

    static RunDirectory create(Path parent) {
        try {
            removeLeftovers(parent);
            return new RunDirectory(Files.createTempDirectory(parent, PREFIX));
        } catch (IOException e) {
            throw new ScoutException(
                    "DISK_FAILED",
                    true,
                    "No temporary directory could be made in " + parent + ": is the disk full, or not writable?",
                    e);
        }
    }

    private static void removeLeftovers(Path parent) throws IOException {
        FileTime limit = FileTime.fromMillis(System.currentTimeMillis() - LONGEST_RUN.toMillis());
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path run : runs) {
                if (Files.getLastModifiedTime(run).compareTo(limit) < 0) {
                    delete(run);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path entry : deepestFirst) {
                Files.deleteIfExists(entry);
            }
        }
    }

    @Override
    public void close() {
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary files in " + path + " could not be deleted", e);
        }
    }
}
