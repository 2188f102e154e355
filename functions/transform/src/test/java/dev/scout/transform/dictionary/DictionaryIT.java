package dev.scout.transform.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.LocalDatabase;
import dev.scout.transform.model.Column;
import dev.scout.transform.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is written of the tables is what the models and the database say: the data dictionary, the picture of where rows come from, and the
 * migration that describes columns. With {@code -Dscout.write=true} they are written anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DictionaryIT {

    private static final Path ROOT = Path.of("../..");
    private static final boolean WRITES = Boolean.getBoolean("scout.write");

    private final LocalDatabase database = LocalDatabase.start(null, 0, false);
    private final Catalogue catalogue = new Catalogue(database);
    private final List<Entry> entries = new Dictionary(catalogue).entries();

    @AfterAll
    void stop() {
        database.close();
    }

    static Stream<Model> tables() {
        return Dictionary.LAYERS.stream().flatMap(layer -> Dictionary.tables(layer).stream());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyColumnIsDescribedInTheTablesOrder(Model model) {
        assertThat(model.columns().stream().map(column -> column.name() + " " + column.type()))
                .as("lines \"-- column\" of %s", model.name())
                .containsExactlyElementsOf(catalogue.columns(model.name()).stream()
                        .map(field -> field.name() + " " + field.type())
                        .toList());
    }

    @Test
    void everyDescriptionIsASentenceOrMore() {
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.columns())
                        .isNotEmpty()
                        .allSatisfy(column -> assertThat(column.description())
                                .as("%s.%s", entry.name(), column.name())
                                .matches("\\S.*[.]")));
    }

    @Test
    void theDatabaseSaysOfColumnsWhatTheModelsSay() {
        Assumptions.assumeFalse(WRITES, "The migration is being written.");
        assertThat(tables())
                .allSatisfy(model -> assertThat(catalogue.columns(model.name()))
                        .extracting(Catalogue.Field::comment)
                        .containsExactlyElementsOf(model.columns().stream()
                                .map(Column::description)
                                .toList()));
    }

    @Test
    void theDictionaryIsAsTheModelsAre() throws IOException {
        isAsGenerated("docs/data-dictionary.md", DictionaryPage.of(entries));
    }

    @Test
    void thePictureIsAsTheModelsAre() throws IOException {
        isAsGenerated("docs/lineage.svg", LineagePicture.of(entries));
    }

    @Test
    void theDescribingMigrationIsAsTheModelsAre() throws IOException {
        List<Entry> tables =
                entries.stream().filter(entry -> !entry.key().isEmpty()).toList();
        isAsGenerated("shared/src/main/resources/db/migration/R__describe_models.sql", DescribingMigration.of(tables));
    }

    private static void isAsGenerated(String file, String text) throws IOException {
        Path path = ROOT.resolve(file);
        if (WRITES) {
            Files.writeString(path, text);
        }
        assertThat(Files.exists(path) ? Files.readString(path) : "")
                .overridingErrorMessage(
                        "%s does not say any more what the models say. Write it anew, and commit it with them: "
                                + "./mvnw -Dquick -pl functions/transform -am verify -Dscout.write=true -Dtest=none -Dit.test=DictionaryIT "
                                + "-Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false",
                        file)
                .isEqualTo(text);
    }
}
