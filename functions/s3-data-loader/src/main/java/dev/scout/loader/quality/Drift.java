package dev.scout.loader.quality;

import dev.scout.loader.quality.KnownColumns.Known;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a file's columns differ from those that its pipeline is known to have.
 *
 * @param changes what a person should know
 * @param learned columns as they are known once the file is loaded: only those that change
 */
record Drift(List<Change> changes, Map<String, Known> learned) {

    /** How a column differs. */
    enum Kind {
        NEW,
        MISSING,
        RETYPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One column that is not as it was.
     *
     * @param was types that were known
     * @param is types in the file
     * @param records how many it is about
     */
    record Change(String column, Kind kind, int was, int is, long records) {

        String told() {
            return switch (kind) {
                case NEW -> '"' + column + "\" is new (" + told(is) + ')';
                case MISSING -> '"' + column + "\" is missing (" + told(was) + ')';
                case RETYPED -> '"' + column + "\" is " + told(is) + " and was " + told(was);
            };
        }

        private static String told(int types) {
            return types == Types.NONE ? "always null" : String.join(" or ", Types.names(types));
        }
    }

    static Drift between(KnownColumns known, FileProfile profile, SchemaPolicy policy) {
        List<Change> changes = new ArrayList<>();
        Map<String, Known> learned = new LinkedHashMap<>();
        boolean first = known.isEmpty();
        for (ColumnProfile column : profile.columns()) {
            if (column.name().equals(Rescue.MEMBER)) {
                continue;
            }
            int types = Types.ofColumn(column.allTypes(), profile.typed());
            boolean always = column.present() >= profile.records();
            Known before = known.get(column.name());
            if (before == null) {
                if (!first) {
                    changes.add(new Change(column.name(), Kind.NEW, Types.NONE, types, column.present()));
                }
                if (first || policy == SchemaPolicy.ACCEPT) {
                    learned.put(column.name(), new Known(types, !first || !always));
                }
                continue;
            }
            boolean retyped =
                    before.types() != Types.NONE && Types.strange(types, before.types(), profile.typed()) != Types.NONE;
            if (retyped) {
                long records = column.rescued() > 0 ? column.rescued() : column.present() - column.nulls();
                changes.add(new Change(column.name(), Kind.RETYPED, before.types(), types, records));
            }
            int after = policy == SchemaPolicy.ACCEPT
                    ? Types.essential(before.types() | types)
                    : Types.widened(
                            policy == SchemaPolicy.RESCUE ? Types.ofColumn(column.types(), profile.typed()) : types,
                            before.types());
            learn(learned, column.name(), before, new Known(after, before.optional() || !always));
        }
        addMissing(known, profile, changes, learned);
        return new Drift(List.copyOf(changes), learned);
    }

    private static void addMissing(
            KnownColumns known, FileProfile profile, List<Change> changes, Map<String, Known> learned) {
        if (profile.moreColumns()) {
            return; // It may be one of those that found no room.
        }
        Set<String> there = profile.columns().stream().map(ColumnProfile::name).collect(Collectors.toSet());
        known.columns().forEach((name, before) -> {
            if (!before.optional() && !there.contains(name)) {
                changes.add(new Change(name, Kind.MISSING, before.types(), Types.NONE, profile.records()));
                learn(learned, name, before, new Known(before.types(), true));
            }
        });
    }

    private static void learn(Map<String, Known> learned, String name, Known before, Known after) {
        if (!after.equals(before)) {
            learned.put(name, after);
        }
    }

    /** The same for some records of a file only. */
    Drift withoutMissing() {
        Set<String> missing = changes.stream()
                .filter(change -> change.kind() == Kind.MISSING)
                .map(Change::column)
                .collect(Collectors.toSet());
        Map<String, Known> others = new LinkedHashMap<>(learned);
        others.keySet().removeAll(missing);
        return new Drift(
                changes.stream().filter(change -> change.kind() != Kind.MISSING).toList(), others);
    }

    boolean isNothing() {
        return changes.isEmpty() && learned.isEmpty();
    }

    /** All changes in a sentence, but not too many of them. */
    String told() {
        int most = 20;
        String list = changes.stream().limit(most).map(Change::told).collect(Collectors.joining(", "));
        return changes.size() > most ? list + ", and " + (changes.size() - most) + " more" : list;
    }
}
