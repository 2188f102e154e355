package dev.scout.loader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A {@code .tar.gz}, as far as the suites use the format. */
final class TarFile {

    private static final int BLOCK = 512;

    private TarFile() {}

    /** Unpacks it into a new temporary directory. */
    static Path unpack(Path archive) throws IOException {
        Path directory = Files.createTempDirectory("scout-tar-");
        try (InputStream bytes = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            String longName = null;
            for (byte[] header = bytes.readNBytes(BLOCK); header.length == BLOCK; header = bytes.readNBytes(BLOCK)) {
                if (header[0] == 0) {
                    break;
                }
                int size = Integer.parseInt(text(header, 124, 12).trim(), 8);
                byte[] content = bytes.readNBytes(size);
                bytes.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                String prefix = text(header, 345, 155);
                String name =
                        longName != null ? longName : (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
                longName = null;
                switch (header[156]) {
                    case 'L' -> longName = text(content, 0, content.length);
                    case 'x' -> longName = pathOf(content);
                    case '5' -> Files.createDirectories(directory.resolve(name));
                    case '0', 0 -> {
                        Path file = directory.resolve(name);
                        Files.createDirectories(file.getParent());
                        Files.write(file, content);
                    }
                    default -> throw new IOException("An entry of kind " + (char) header[156]);
                }
            }
        }
        return directory;
    }

    static void remove(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** The path among the attributes of an extended header. */
    private static @Nullable String pathOf(byte[] attributes) {
        for (String line : new String(attributes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.contains(" path=")) {
                return line.substring(line.indexOf(" path=") + " path=".length());
            }
        }
        return null;
    }
}
