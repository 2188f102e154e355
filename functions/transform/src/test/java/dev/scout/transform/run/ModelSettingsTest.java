package dev.scout.transform.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ModelSettingsTest {

    @Test
    void takesOneAndMore() {
        assertThat(new ModelSettings(1, 1)).isEqualTo(new ModelSettings(1, 1));
    }

    @Test
    void lessThanOneStopsTheStart() {
        assertThatThrownBy(() -> new ModelSettings(0, 5))
                .hasMessage("SCOUT_BASKET_MIN_SUPPORT is 0, which is not 1 or more.");
        assertThatThrownBy(() -> new ModelSettings(10, -1))
                .hasMessage("SCOUT_K_ANONYMITY is -1, which is not 1 or more.");
    }
}
