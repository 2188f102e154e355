package dev.scout.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BronzeIdTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 00000000-0000-8001-8000-000000000001",
        "4096, 7, 00000000-0001-8000-8000-000000000007",
        "4097, 255, 00000000-0001-8001-8000-0000000000ff",
    })
    void isMadeOfFileAndRecord(long fileId, long sourceRow, String id) {
        assertThat(BronzeId.of(fileId, sourceRow)).hasToString(id);
    }

    @Test
    void isAUuidOfVersion8() {
        assertThat(BronzeId.of(123_456_789, 987_654_321).version()).isEqualTo(8);
        assertThat(BronzeId.of(123_456_789, 987_654_321).variant()).isEqualTo(2);
    }

    @Test
    void ascendsByFileThenRecordAsTextAndSoInPostgreSql() {
        assertThat(new String[] {
                    BronzeId.first(4095).toString(),
                    BronzeId.of(4095, 1).toString(),
                    BronzeId.of(4095, 2_000_000_000_000L).toString(),
                    BronzeId.last(4095).toString(),
                    BronzeId.first(4096).toString(),
                })
                .isSorted();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> BronzeId.of(-1, 1)).hasMessageContaining("file id -1");
        assertThatThrownBy(() -> BronzeId.of(1, Long.MAX_VALUE)).hasMessageContaining("record number");
    }
}
