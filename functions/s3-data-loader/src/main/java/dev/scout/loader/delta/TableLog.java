package dev.scout.loader.delta;

import dev.scout.loader.object.LandedObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions a table's log can tell of, as far as the names of its files show it. */
final class TableLog {

    private static final Pattern PART = Pattern.compile("\\d{20}\\.checkpoint\\.(\\d{10})\\.(\\d{10})\\.parquet");

    private final TreeSet<Long> commits = new TreeSet<>();
    private final TreeMap<Long, Boolean> checkpoints = new TreeMap<>();
    private final Map<String, Integer> parts = new HashMap<>();

    /** One of which nothing is known yet. */
    TableLog() {}

    static TableLog list(TableObjects objects) {
        TableLog log = new TableLog();
        String directory = objects.key(TableObjects.ROOT + "/" + LogKey.DIRECTORY);
        String after = directory;
        while (true) {
            List<LandedObject> page = objects.list(directory, after);
            for (LandedObject object : page) {
                String name = object.key().substring(directory.length());
                if (name.isEmpty() || name.charAt(0) > '9') {
                    return log;
                }
                log.note(object.key());
            }
            if (page.isEmpty()) {
                return log;
            }
            after = page.get(page.size() - 1).key();
        }
    }

    /** Notes that there is an object. */
    void note(String key) {
        LogKey found = LogKey.of(key);
        if (found == null) {
            return;
        }
        switch (found.kind()) {
            case COMMIT -> commits.add(found.version());
            case CHECKPOINT -> checkpoint(key.substring(key.lastIndexOf('/') + 1), found.version());
            case OTHER -> {
                // Says nothing of what there is.
            }
        }
    }

    private void checkpoint(String name, long version) {
        Matcher part = PART.matcher(name);
        boolean whole = !part.matches()
                || parts.merge(version + "/" + part.group(2), 1, Integer::sum) == Integer.parseInt(part.group(2));
        checkpoints.merge(version, whole, Boolean::logicalOr);
    }

    /** Whether there is all of a checkpoint of the version, but not its commit. */
    boolean lacksCommitOf(long version) {
        return checkpoints.getOrDefault(version, false) && !commits.contains(version);
    }

    /** Whether a version can be put together: a whole checkpoint, or the beginning, and every commit from there on. */
    boolean tells(long version) {
        long from = checkpoints.headMap(version, true).entrySet().stream()
                .filter(Map.Entry::getValue)
                .mapToLong(Map.Entry::getKey)
                .max()
                .orElse(-1);
        return from == version || commits.subSet(from + 1, true, version, true).size() == version - from;
    }

    /** The first whole checkpoint of a version behind that one; -1 where there is none. */
    long checkpointBehind(long version) {
        return checkpoints.tailMap(version, false).entrySet().stream()
                .filter(Map.Entry::getValue)
                .mapToLong(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }
}
