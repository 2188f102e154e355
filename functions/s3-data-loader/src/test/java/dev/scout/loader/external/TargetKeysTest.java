package dev.scout.loader.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.external.StorageConfig.S3Storage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetKeysTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "'' | a.csv | 1 | bronze/till/a.csv",
                "'' | x/dt=2024-01-15/a.csv | 1 | bronze/till/x/dt=2024-01-15/a.csv",
                "x/ | x/dt=2024-01-15/a.csv | 1 | bronze/till/dt=2024-01-15/a.csv",
                "x/dt= | x/dt=2024-01-15/a.csv | 1 | bronze/till/dt=2024-01-15/a.csv",
                "'' | /abs/a.csv | 1 | bronze/till/abs/a.csv",
                "'' | ../../silver/a.csv | 1 | bronze/till/%2E%2E/%2E%2E/silver/a.csv",
                "'' | a//b.csv | 1 | bronze/till/a//b.csv",
                "'' | a.csv | 2 | bronze/till/a_v000002.csv",
                "'' | a.csv.gz | 2 | bronze/till/a_v000002.csv.gz",
                "'' | 2024.01.15.csv | 13 | bronze/till/2024.01.15_v000013.csv",
                "'' | part-00000 | 2 | bronze/till/part-00000_v000002",
                "'' | d.x/part-00000 | 2 | bronze/till/d.x/part-00000_v000002",
                "'' | .hidden | 2 | bronze/till/.hidden_v000002",
                "'' | a. | 2 | bronze/till/a._v000002",
                "'' | a.b c d | 2 | bronze/till/a.b c d_v000002",
                "'' | a.GZ | 2 | bronze/till/a_v000002.GZ",
                "'' | a.csv | 1234567 | bronze/till/a_v1234567.csv",
            })
    void keepsDirectoriesAndType(String sourcePrefix, String key, int version, String expected) {
        assertThat(TargetKeys.of(config(sourcePrefix), key, version)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a.csv", "a.csv.gz", "part-00000", "dt=2024-01-15/x.ndjson", "Größe.csv"})
    void laterContentSortsBehind(String key) {
        StorageConfig config = config("");
        for (int version = 1; version < 12; version++) {
            assertThat(TargetKeys.of(config, key, version)).isLessThan(TargetKeys.of(config, key, version + 1));
        }
    }

    private static StorageConfig config(String sourcePrefix) {
        return new StorageConfig(
                "till", new S3Storage("b", null, null, null, null, true), sourcePrefix, "bronze/till/", "s3://b/");
    }
}
