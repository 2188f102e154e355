package dev.scout.transform.dictionary;

import dev.scout.transform.model.Column;
import dev.scout.transform.model.Materialization;
import dev.scout.transform.model.Model;
import dev.scout.transform.model.Models;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of silver, gold and platinum, by their models and by what the database says of them. */
final class Dictionary {

    static final List<String> LAYERS = List.of("silver", "gold", "platinum");

    private final Catalogue catalogue;
    private final Lineage lineage = new Lineage(LAYERS.stream()
            .flatMap(layer -> Models.of(layer).ordered().stream())
            .toList());

    Dictionary(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Layer by layer, and by name within one. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String layer : LAYERS) {
            Stream.concat(
                            tables(layer).stream().map(model -> table(layer, model)),
                            catalogue.views(layer).stream().map(view -> view(layer, view)))
                    .sorted(Comparator.comparing(Entry::name))
                    .forEach(entries::add);
        }
        return entries;
    }

    /** The models that have a table of their own, which readers see. */
    static List<Model> tables(String layer) {
        return Models.of(layer).ordered().stream()
                .filter(model -> model.isPermanent()
                        && !model.isNote()
                        && !(model.materialization() instanceof Materialization.Update))
                .toList();
    }

    private Entry table(String layer, Model model) {
        Lineage.Origins origins = lineage.of(model);
        return new Entry(
                layer,
                model.name(),
                model.row(),
                model.key(),
                written(model.materialization()),
                origins.tables(),
                origins.before(),
                model.columns(),
                nullable(model.name()),
                Stream.concat(
                                model.checks().stream()
                                        .map(check -> new Assertion(
                                                check.name(), check.severity().label(), check.offends())),
                                catalogue.checks(model.name()).stream())
                        .toList(),
                model.lakeColumn(),
                dataset(model.name()));
    }

    private Entry view(String layer, String view) {
        return new Entry(
                layer,
                view,
                catalogue.comment(view),
                List.of(),
                "A view: nothing is written.",
                new TreeSet<>(catalogue.readBy(view)),
                Set.of(),
                catalogue.columns(view).stream()
                        .map(field -> new Column(field.name(), field.type(), field.comment()))
                        .toList(),
                Set.of(),
                catalogue.checks(view),
                null,
                dataset(view));
    }

    private Set<String> nullable(String table) {
        return catalogue.columns(table).stream()
                .filter(Catalogue.Field::isNullable)
                .map(Catalogue.Field::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Entry.@Nullable Dataset dataset(String table) {
        List<String> dataset = catalogue.dataset(table);
        return dataset.isEmpty() ? null : new Entry.Dataset(dataset.get(0), dataset.get(1));
    }

    private static String written(Materialization materialization) {
        if (materialization instanceof Materialization.Replace replace) {
            return "The rows of each `" + replace.column() + "` of `" + replace.relation()
                    + "` take the place of those that were there.";
        }
        if (materialization instanceof Materialization.All) {
            return "All rows are made anew.";
        }
        if (materialization instanceof Materialization.Merge) {
            return "A row takes the place of the one with the same key.";
        }
        throw new IllegalArgumentException("The dictionary has no words for " + materialization + ".");
    }
}
