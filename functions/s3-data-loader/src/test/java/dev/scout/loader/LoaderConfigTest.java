package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoaderConfigTest {

    @Test
    void refusesALimitThatNoRecordKeeps() {
        assertThat(LoaderConfig.checkedRecordBytes(1024)).isEqualTo(1024);
        assertThatThrownBy(() -> LoaderConfig.checkedRecordBytes(1023))
                .hasMessageContaining("SCOUT_MAX_RECORD_BYTES is 1023; it must be 1024 at least");
    }
}
