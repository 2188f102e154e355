package dev.scout.transform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.transform.quality.Check;
import dev.scout.transform.quality.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelsTest {

    @Test
    void modelsComeAfterWhatTheyRead() {
        Model last = model("a", "-- materialized: replace day of c", "select x from scout.b -- from scout.z");
        Model middle = model(
                "b", "-- materialized: all\n-- reads before it changes: a", "select x from scout.a join c on true");
        Model first = model("c", "-- materialized: temporary", "select 1");
        assertThat(new Models(List.of(last, middle, first)).ordered()).containsExactly(first, middle, last);
        assertThat(new Models(List.of(last, middle, first)).names()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void modelsComeBeforeWhatTheyReadTheEarlierStateOf() {
        Model changed = model("a", "-- materialized: all", "select 1");
        Model before =
                model("b", "-- materialized: temporary\n-- reads before it changes: a, elsewhere", "select x from a");
        assertThat(new Models(List.of(changed, before)).ordered()).containsExactly(before, changed);
    }

    @Test
    void aModelComesAfterWhatItsChecksReadUnlessThatReadsIt() {
        Model first = model("a", "-- materialized: all", "select x from scout.s");
        Model second = model("b", "-- materialized: all", "select x from scout.s");
        Model third = model("c", "-- materialized: all", "select x from scout.a");
        Models models = new Models(List.of(first, second, third));
        assertThat(models.withChecks(Map.of("a", Set.of("a", "b", "c", "s"))).ordered())
                .containsExactly(second, first, third);
        assertThat(models.ordered()).containsExactly(first, second, third);
    }

    @Test
    void refusesACircle() {
        Model one = model("one", "-- materialized: all", "select 1 from two");
        Model two = model("two", "-- materialized: all", "select 1 from one");
        assertThatThrownBy(() -> new Models(List.of(one, two)))
                .hasMessage("The models [one, two] read each other in a circle.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "-- One row a day\nselect 1",
                "-- One row a day\n-- materialized: somehow\n-- key: a\nselect 1",
                "-- One row a day\n-- materialized: all\nselect 1",
                "-- One row a day\n-- materialized: all\n-- key: a\n-- check: nameless\nselect 1",
                "-- One row a day\n-- materialized: all\n-- key: a\n-- column day: no type\nselect 1"
            })
    void refusesAHeaderThatSaysTooLittle(String text) {
        assertThatThrownBy(() -> Model.parse("m", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The model m ");
    }

    @Test
    void readsColumnsChecksAndThePlaceInTheLake() {
        Model model = model(
                "m",
                "-- materialized: all\n-- column day date: The local day: 1 of 7.\n-- column at timestamp with time zone: When.\n"
                        + "-- check: there is a day: day is null\n-- warn: days are late: day < '2024-01-01'\n-- lake: day",
                "select day, at from scout.a");
        assertThat(model.columns())
                .containsExactly(
                        new Column("day", "date", "The local day: 1 of 7."),
                        new Column("at", "timestamp with time zone", "When."));
        assertThat(model.checks())
                .containsExactly(
                        new Check("there is a day", "day is null", Severity.ERROR),
                        new Check("days are late", "day < '2024-01-01'", Severity.WARN));
        assertThat(model.lakeColumn()).isEqualTo("day");
    }

    @Test
    void aModelMovesWithTheDayThroughWhatItStandsOn() {
        Model window = model("window_end", "-- materialized: temporary", "select current_day from stage_run");
        Model lines = model("lines", "-- materialized: temporary", "select 1 from window_end");
        Model shown = model("shown", "-- materialized: all", "select 1 from lines");
        Model other = model("other", "-- materialized: all", "select 1 from shown");
        Models models = new Models(List.of(other, shown, lines, window));
        assertThat(models.movesWithTheDay(shown)).isTrue();
        assertThat(models.standsOn(other)).contains("shown", "lines", "window_end", "stage_run");
    }

    private static Model model(String name, String header, String select) {
        return Model.parse(name, "-- One row a thing.\n" + header + "\n-- key: x\n" + select);
    }
}
