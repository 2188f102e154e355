package dev.scout.loader.bronze;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;

/** What a bucket is to be listed by, so that each key that a pipeline may claim is listed once. */
public final class ClaimedPrefixes {

    private ClaimedPrefixes() {}

    /** The literal beginnings of the enabled pipelines' patterns, without those that another covers. */
    public static List<String> load(DataSource dataSource) {
        return of(Routes.load(dataSource).patterns());
    }

    static List<String> of(List<Glob> patterns) {
        TreeSet<String> all = new TreeSet<>();
        patterns.forEach(pattern -> all.addAll(pattern.prefixes()));
        List<String> prefixes = new ArrayList<>();
        for (String prefix : all) {
            if (prefixes.isEmpty() || !prefix.startsWith(prefixes.get(prefixes.size() - 1))) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }
}
