package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransformHandlerTest {

    @Test
    void takesATimeZone() {
        assertThat(TransformHandler.zone("Asia/Manila")).hasToString("Asia/Manila");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Manila", "Asia/Manilla", "+99:00"})
    void aTimeZoneThatThereIsNotStopsTheStart(String name) {
        assertThatThrownBy(() -> TransformHandler.zone(name))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SCOUT_TIME_ZONE is \"" + name + "\", which is not a time zone such as Asia/Manila.");
    }
}
