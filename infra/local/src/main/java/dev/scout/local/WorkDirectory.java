package dev.scout.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that the platform makes for itself and clears away. */
public final class WorkDirectory {

    static final String DISK_IS_FULL =
            "The disk is full: free some space, or choose another place with --data DIR or TMPDIR.";

    private static final long LEAST_ROOM_BYTES = 64L << 20;

    private WorkDirectory() {}

    public static Path createTemporary(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new LocalPlatformException(
                    "No directory can be made in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage()
                            + ". Free some space, or set TMPDIR to a place with room.",
                    e);
        }
    }

    public static Path create(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new LocalPlatformException(
                    "The directory " + directory + " can't be made: " + e.getMessage() + ".", e);
        }
    }

    /** After a failure: says that the disk is full, where that may be why. */
    public static void requireRoom(Path directory, Exception failure) {
        if (directory.toFile().getUsableSpace() < LEAST_ROOM_BYTES) {
            throw new LocalPlatformException(DISK_IS_FULL, failure);
        }
    }

    /** Removes it with all that is in it; what vanishes meanwhile, or can't be removed, is left to the system's own clearing of /tmp. */
    public static void delete(Path directory) {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return;
        }
        for (Path path : deepestFirst) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // In a temporary directory: nothing depends on it any more.
            }
        }
    }
}
