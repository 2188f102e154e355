package dev.scout.transform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
                "-- One row a day\n-- materialized: all\n-- key: a\n-- check: nameless\nselect 1"
            })
    void refusesAHeaderThatSaysTooLittle(String text) {
        assertThatThrownBy(() -> Model.parse("m", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The model m ");
    }

    private static Model model(String name, String header, String select) {
        return Model.parse(name, "-- One row a thing.\n" + header + "\n-- key: x\n" + select);
    }
}
