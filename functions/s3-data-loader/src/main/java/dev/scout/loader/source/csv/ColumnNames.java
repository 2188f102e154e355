package dev.scout.loader.source.csv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names for columns: none empty, none twice. */
final class ColumnNames {

    private ColumnNames() {}

    static List<String> of(List<String> header) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> written = new HashSet<>(header);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String base = header.get(i).isEmpty() ? numbered(i) : header.get(i);
            String name = base;
            while (names.contains(name) || (!name.equals(base) && written.contains(name))) {
                name = base + "_" + (seen.merge(base, 1, Integer::sum) + 1);
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    static List<String> numbers(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(numbered(i));
        }
        return names;
    }

    private static String numbered(int index) {
        return "column_" + (index + 1);
    }
}
