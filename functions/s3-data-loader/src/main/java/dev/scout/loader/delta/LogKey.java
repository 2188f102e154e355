package dev.scout.loader.delta;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key of an object in the log of a Delta table.
 *
 * @param root the key's part that all objects of the table begin with, without the slash behind it; empty where the bucket is the table
 * @param version that it is about; -1 where it is about none
 */
public record LogKey(String root, Kind kind, long version) {

    /** The directory that holds the log. */
    public static final String DIRECTORY = "_delta_log/";

    private static final Pattern VERSIONED =
            Pattern.compile("(\\d{20})\\.(?:(json)|checkpoint(?:\\.[^/]+)?\\.(?:parquet|json))");

    /** What an object in the log is. */
    public enum Kind {
        /** The changes that make a version of the one before. */
        COMMIT,
        /** All of a version, or a part of that. */
        CHECKPOINT,
        /** Checksums, sidecars of checkpoints, pointers. */
        OTHER
    }

    /** Null where the object is in no log. */
    public static @Nullable LogKey of(String key) {
        int at = key.startsWith(DIRECTORY) ? 0 : key.indexOf("/" + DIRECTORY) + 1;
        if (at == 0 && !key.startsWith(DIRECTORY)) {
            return null;
        }
        String root = at == 0 ? "" : key.substring(0, at - 1);
        Matcher name = VERSIONED.matcher(key.substring(at + DIRECTORY.length()));
        if (!name.matches()) {
            return new LogKey(root, Kind.OTHER, -1);
        }
        try {
            return new LogKey(
                    root, name.group(2) == null ? Kind.CHECKPOINT : Kind.COMMIT, Long.parseLong(name.group(1)));
        } catch (NumberFormatException e) {
            return new LogKey(root, Kind.OTHER, -1);
        }
    }

    /** What every key of the table begins with. */
    public String prefix() {
        return prefix(root);
    }

    static String prefix(String root) {
        return root.isEmpty() ? "" : root + "/";
    }
}
