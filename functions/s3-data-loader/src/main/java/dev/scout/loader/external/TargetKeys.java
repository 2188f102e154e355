package dev.scout.loader.external;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keys in the lake. A source's key goes below the target prefix as it is, without the directories of the source prefix. Later content of the same key goes
 * beside it: {@code till.csv}, {@code till_v000002.csv}, …; so it has the same directory, partitions and file type, is claimed by the same pipelines, and sorts
 * behind what it supersedes.
 */
final class TargetKeys {

    private static final Set<String> COMPRESSIONS = Set.of("gz", "zst", "bz2");
    private static final int LONGEST_EXTENSION = 10;

    private TargetKeys() {}

    /**
     * The key for a content.
     *
     * @param versionNo 1 for the first content of the source's key
     */
    static String of(StorageConfig config, String sourceKey, int versionNo) {
        int directories = config.sourcePrefix().lastIndexOf('/') + 1;
        String relative = sourceKey.substring(directories).replaceFirst("^/+", "");
        String plain = Stream.of(relative.split("/", -1))
                .map(part -> part.equals(".") || part.equals("..") ? part.replace(".", "%2E") : part)
                .collect(Collectors.joining("/"));
        return config.targetPrefix() + versioned(plain, versionNo);
    }

    private static String versioned(String path, int versionNo) {
        if (versionNo == 1) {
            return path;
        }
        int nameAt = path.lastIndexOf('/') + 1;
        int extensionAt = extensionAt(path, nameAt);
        return path.substring(0, extensionAt)
                + String.format(Locale.ROOT, "_v%06d", versionNo)
                + path.substring(extensionAt);
    }

    /** Where ".csv" or ".csv.gz" begins; the end where there is no extension. */
    private static int extensionAt(String path, int nameAt) {
        int at = dot(path, nameAt, path.length());
        if (at < path.length() && COMPRESSIONS.contains(path.substring(at + 1).toLowerCase(Locale.ROOT))) {
            return dot(path, nameAt, at);
        }
        return at;
    }

    private static int dot(String path, int nameAt, int end) {
        int dot = path.lastIndexOf('.', end - 1);
        boolean extension = dot > nameAt
                && dot + 1 < end
                && end - dot - 1 <= LONGEST_EXTENSION
                && path.substring(dot + 1, end).chars().allMatch(Character::isLetterOrDigit);
        return extension ? dot : end;
    }
}
