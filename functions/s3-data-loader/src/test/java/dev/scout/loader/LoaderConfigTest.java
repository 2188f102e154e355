package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.loader.bronze.LoadSettings;
import org.junit.jupiter.api.Test;

class LoaderConfigTest {

    @Test
    void refusesALimitThatNoRecordKeeps() {
        assertThat(new LoadSettings(1024, LoadSettings.PART_BYTES).maxRecordBytes())
                .isEqualTo(1024);
        assertThatThrownBy(() -> new LoadSettings(1023, LoadSettings.PART_BYTES))
                .hasMessageContaining("SCOUT_MAX_RECORD_BYTES is 1023; it must be 1024 at least");
    }

    @Test
    void refusesPartsThatHoldHardlyARecord() {
        assertThatThrownBy(() -> new LoadSettings(1024, 0))
                .hasMessageContaining("SCOUT_PART_BYTES is 0; it must be 1024 at least");
    }
}
