package dev.scout.transform.lake;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table that is written to the lake.
 *
 * @param key its rows are in this order in a file
 * @param changedDays relation of a run with every day that its model replaces, where it replaces whole partitions; else null
 */
record LakeTable(
        String name,
        String layer,
        Partitioning partitioning,
        List<String> key,
        @Nullable String changedDays) {

    private static final Pattern REPLACE = Pattern.compile("replace (\\w+) of (\\w+)(?:\\.(\\w+))?");
    private static final String COMMENT = "-- ";

    LakeTable {
        key = List.copyOf(key);
    }

    /**
     * What a model's header says of the lake; empty where it says nothing.
     *
     * @throws IllegalArgumentException where it says what can't be
     */
    static Optional<LakeTable> parse(String layer, String name, String text) {
        return line(text, "lake: ").map(Partitioning::parse).map(partitioning -> {
            List<String> key = line(text, "key: ").map(LakeTable::listed).orElse(List.of());
            String materialization = line(text, "materialized: ").orElse("");
            refuseRowsThatMoveUnseen(name, partitioning, materialization, key);
            return new LakeTable(name, layer, partitioning, key, changedDays(partitioning, materialization));
        });
    }

    /** A merge tells the new day of a row, not the one that it had. */
    private static void refuseRowsThatMoveUnseen(
            String name, Partitioning partitioning, String materialization, List<String> key) {
        if (materialization.equals("merge")
                && partitioning instanceof Partitioning.Own own
                && !key.contains(own.column())) {
            throw new IllegalArgumentException("The model " + name + " is merged, so that its lake column "
                    + own.column() + " has to be in its key.");
        }
    }

    /** Where partitions are replaced as a whole, there is no need to look at rows to know which those are. */
    private static @Nullable String changedDays(Partitioning partitioning, String materialization) {
        Matcher replace = REPLACE.matcher(materialization);
        if (!(partitioning instanceof Partitioning.Own own)
                || !replace.matches()
                || !replace.group(1).equals(own.column())) {
            return null;
        }
        String column = replace.group(3) == null ? own.column() : replace.group(3);
        return "select " + column + " from " + replace.group(2);
    }

    private static List<String> listed(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<String> line(String text, String label) {
        return text.lines()
                .takeWhile(line -> line.startsWith(COMMENT.strip()))
                .filter(line -> line.startsWith(COMMENT + label))
                .map(line -> line.substring(COMMENT.length() + label.length()).strip())
                .findFirst();
    }
}
