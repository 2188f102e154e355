package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.transform.run.Stage;
import dev.scout.transform.run.StageModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every model, checked against the database's own catalogue. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelsIT {

    private static final Path MODELS = Path.of("src/main/resources/models");

    private final Lakehouse lake = new Lakehouse();

    @AfterAll
    void stop() {
        lake.close();
    }

    @Test
    void theIndexListsEveryModel() throws IOException {
        try (Stream<Path> files = Files.walk(MODELS)) {
            List<String> models = files.filter(file -> file.toString().endsWith(".sql"))
                    .map(file -> MODELS.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            assertThat(Files.readAllLines(MODELS.resolve("index.txt"))).containsExactlyElementsOf(models);
        }
    }

    static Stream<String> tables() {
        return Arrays.stream(Stage.values())
                .flatMap(stage -> StageModels.names(stage).stream())
                .filter(name -> !name.endsWith("_names") && !name.endsWith("_counts"))
                .sorted();
    }

    /** Names in the select's own list: its last "select" to "from" at the beginning of a line. */
    @ParameterizedTest
    @MethodSource("tables")
    void theSelectYieldsTheTablesColumns(String table) throws IOException {
        assertThat(lake.rows(
                        // batch_no of marks is the next stage's.
                        "select column_name from information_schema.columns where table_schema = 'scout' and column_name <> 'batch_no' and table_name = '"
                                + table + "' order by ordinal_position"))
                .containsExactlyElementsOf(selected(Files.readAllLines(file(table))));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theKeyIsHeldByAUniqueIndex(String table) throws IOException {
        String key = Files.readAllLines(file(table)).stream()
                .filter(line -> line.startsWith("-- key: "))
                .map(line -> line.substring("-- key: ".length()))
                .findFirst()
                .orElseThrow();
        assertThat(lake.rows("""
                select string_agg(a.attname, ', ' order by k.position)
                from pg_index as i
                cross join lateral unnest(i.indkey) with ordinality as k (attnum, position)
                join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
                where i.indrelid = 'scout.%s'::regclass and i.indisunique
                group by i.indexrelid""".formatted(table))).contains(key);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void transformMayCountTheTable(String table) {
        assertThat(lake.rows("select has_table_privilege('scout_transform', 'scout." + table + "', 'maintain')"))
                .containsExactly("t");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theTableSaysWhatARowIs(String table) {
        assertThat(lake.rows("select obj_description('scout." + table + "'::regclass)"))
                .first()
                .asString()
                .contains("ne row");
    }

    private static Path file(String model) throws IOException {
        try (Stream<Path> files = Files.walk(MODELS)) {
            return files.filter(file -> file.endsWith(model + ".sql"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> selected(List<String> lines) {
        // A union's parts name the same columns: the first part's names count.
        List<String> top = lines.subList(firstTopSelect(lines) + 1, lines.size());
        return top.stream()
                .takeWhile(line -> !line.startsWith("from "))
                .filter(line -> line.startsWith("  ")
                        && !line.startsWith("   ")
                        && !line.strip().startsWith("--"))
                .map(String::strip)
                .filter(line -> line.endsWith(",") || !line.startsWith("when"))
                .map(ModelsIT::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static int firstTopSelect(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("select")) {
                return i;
            }
        }
        throw new IllegalArgumentException("no select at the beginning of a line");
    }

    /** The column's name in a line of the list; empty where an expression goes on in the next line. */
    private static String name(String line) {
        String expression = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
        int as = expression.lastIndexOf(" as ");
        if (as >= 0) {
            return expression.substring(as + 4);
        }
        return expression.matches("\\w+(\\.\\w+)?") && !expression.equals("case")
                ? expression.substring(expression.indexOf('.') + 1)
                : end(expression);
    }

    private static String end(String expression) {
        return expression.startsWith("end as ") ? expression.substring("end as ".length()) : "";
    }
}
