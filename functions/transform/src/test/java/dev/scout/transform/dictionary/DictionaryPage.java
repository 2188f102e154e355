package dev.scout.transform.dictionary;

import dev.scout.transform.model.Column;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code docs/data-dictionary.md}. */
final class DictionaryPage {

    private static final String BEGINNING = """
            # Data dictionary

            <!-- Made by DictionaryIT from the models and the database. What is written here by hand is lost: change the models. -->

            Every table of silver, gold and platinum: what one row is, where its rows come from, what its columns mean, and what is checked.
            What silver decides and how windows, scores, segments and monitors are computed is told in [models.md](models.md), the tables of
            runs and files by `\\d` in `./scout sql`. All of them are in the schema `scout`. Amounts, quantities and rates are `numeric`, exact
            until they are rounded as their column says. A key is unique, whereby null is a value; a repeated key or a null where none may
            be refuses the model, as does a check of the severity `error`.

            ![Where the rows of each table come from](lineage.svg)

            """;

    private final StringBuilder page = new StringBuilder(BEGINNING);

    private DictionaryPage() {}

    static String of(List<Entry> entries) {
        DictionaryPage dictionary = new DictionaryPage();
        dictionary.contents(entries);
        String layer = "";
        for (Entry entry : entries) {
            if (!entry.layer().equals(layer)) {
                layer = entry.layer();
                dictionary.line("## " + layer.substring(0, 1).toUpperCase(Locale.ROOT) + layer.substring(1) + "\n");
            }
            dictionary.entry(entry);
        }
        return dictionary.page.toString().stripTrailing() + "\n";
    }

    private void contents(List<Entry> entries) {
        line("| layer | tables |\n| --- | --- |");
        for (String layer : Dictionary.LAYERS) {
            line("| " + layer + " | "
                    + entries.stream()
                            .filter(entry -> entry.layer().equals(layer))
                            .map(entry -> "[" + entry.name() + "](#" + entry.name() + ")")
                            .collect(Collectors.joining(" · "))
                    + " |");
        }
        line("");
    }

    private void entry(Entry entry) {
        line("### " + entry.name() + "\n\n" + sentence(entry.row()) + "\n");
        line("| | |\n| --- | --- |");
        if (!entry.key().isEmpty()) {
            line("| key | " + code(entry.key()) + " |");
        }
        line("| comes from | " + reads(entry) + " |");
        line("| a run writes | " + entry.written() + " |");
        if (entry.lake() != null) {
            line("| in the lake | `" + entry.layer() + "/" + entry.name() + "/`, " + parted(entry.lake()) + " |");
        }
        if (entry.dataset() != null) {
            line("| dataset | `" + entry.dataset().id() + "`, "
                    + entry.dataset().frequency() + " |");
        }
        line("\n| column | type | null | meaning |\n| --- | --- | --- | --- |");
        for (Column column : entry.columns()) {
            line("| `" + column.name() + "` | " + column.type() + " | "
                    + (entry.nullable().contains(column.name()) ? "yes" : "") + " | "
                    + cell(column.description()) + " |");
        }
        line("");
        if (!entry.checks().isEmpty()) {
            line("| check | severity | offends, or is asked |\n| --- | --- | --- |");
            for (Assertion check : entry.checks()) {
                line("| " + cell(check.name()) + " | " + check.severity() + " | `" + cell(check.sql()) + "` |");
            }
            line("");
        }
    }

    private static String reads(Entry entry) {
        String reads = entry.reads().stream().map(DictionaryPage::origin).collect(Collectors.joining(", "));
        return entry.before().isEmpty() ? reads : reads + "; as they were before the run: " + code(entry.before());
    }

    private static String parted(String lake) {
        return lake.equals("undated") ? "in one part" : "a part for each `" + lake + "`";
    }

    private static String origin(String table) {
        return table.equals(Lineage.BRONZE) ? "the records of bronze" : "`" + table + "`";
    }

    private static String code(Collection<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** As it can stand in a table. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ").replace("<bronze id>", "&lt;bronze id&gt;");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
