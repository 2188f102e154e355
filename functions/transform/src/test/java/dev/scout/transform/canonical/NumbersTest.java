package dev.scout.transform.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12, 12",
        "-12, -12",
        "+3, 3",
        "1.50, 1.50",
        "1e3, 1000",
        "1.5E-2, 0.015",
        "00012, 12",
        "0e999999999, 0",
        "99999999999999, 99999999999999",
        "99999999999999.999, 99999999999999.999",
        "0.000000000000000001, 0.000000000000000001",
        "0.1234567890123456780000000, 0.123456789012345678"
    })
    void readsExactly(String text, String expected) {
        assertThat(Numbers.read(text, '.')).isNotNull().isEqualByComparingTo(new BigDecimal(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "",
                "+",
                ".5",
                "5.",
                "1,5",
                "1 000",
                "1.2.3",
                "1e",
                "e5",
                "0x10",
                "NaN",
                "Infinity",
                "$5",
                "2%",
                "١",
                "100000000000000",
                "1e14",
                "1e999999999",
                "1e99999999999",
                "0.0000000000000000001",
                "1e-19"
            })
    void refusesWhatIsNoNumberOrOutOfRange(String text) {
        assertThat(Numbers.read(text, '.')).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"1,5;1.5", "-0,25;-0.25", "7;7"})
    void honoursTheDecimalComma(String text, String expected) {
        assertThat(Numbers.read(text, ',')).isEqualByComparingTo(new BigDecimal(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.234,5"})
    void takesNoPointForADecimalComma(String text) {
        assertThat(Numbers.read(text, ',')).isNull();
    }
}
