package dev.scout.transform.dictionary;

import dev.scout.transform.model.Materialization;
import dev.scout.transform.model.Model;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tables the rows of a table come from: those that its select reads, through whatever ends with the run. What only says which rows are made
 * anew is no origin of them.
 */
final class Lineage {

    /** The records of bronze, which Java brings into canonical form. */
    static final String BRONZE = "bronze";

    private static final Pattern TABLE = Pattern.compile("\\b(?:from|join)\\s+(?:scout\\.)?(\\w+)");
    private static final String STAGED = "staged_";

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Set<String> choices = new LinkedHashSet<>();

    /**
     * The origins of a table.
     *
     * @param tables read as they are in the run
     * @param before read only as they were before the run
     */
    record Origins(Set<String> tables, Set<String> before) {}

    Lineage(Collection<Model> models) {
        models.forEach(model -> this.models.put(model.name(), model));
        models.forEach(this::noteChoice);
    }

    private void noteChoice(Model model) {
        if (model.materialization() instanceof Materialization.Replace replace
                && !readBy(model).equals(Set.of(replace.relation()))) {
            choices.add(replace.relation());
        }
    }

    Origins of(Model table) {
        Origins origins = new Origins(new TreeSet<>(), new TreeSet<>());
        models.values().stream()
                .filter(model -> model.equals(table) || updates(model, table))
                .forEach(model -> collect(model, origins, new LinkedHashSet<>()));
        origins.tables().remove(table.name());
        origins.before().removeAll(origins.tables());
        origins.before().remove(table.name());
        return origins;
    }

    private static boolean updates(Model model, Model table) {
        return model.materialization() instanceof Materialization.Update update
                && update.table().equals(table.name());
    }

    private void collect(Model model, Origins origins, Set<String> seen) {
        for (String name : readBy(model)) {
            if (choices.contains(name)) {
                continue;
            }
            if (!models.containsKey(name)) {
                if (name.startsWith(STAGED)) {
                    origins.tables().add(BRONZE);
                }
                continue;
            }
            Model read = Objects.requireNonNull(models.get(name));
            if (read.isNote()) {
                continue;
            }
            if (read.isPermanent()) {
                (model.readsBefore().contains(name) ? origins.before() : origins.tables()).add(name);
            } else if (seen.add(name)) {
                collect(read, origins, seen);
            }
        }
    }

    private static Set<String> readBy(Model model) {
        Set<String> tables = new LinkedHashSet<>();
        Matcher matcher = TABLE.matcher(model.select().replaceAll("(?m)--.*$", ""));
        while (matcher.find()) {
            tables.add(matcher.group(1));
        }
        return tables;
    }
}
