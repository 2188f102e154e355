package dev.scout.local.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({"0,0.00", "5,0.05", "50,0.50", "1250,12.50", "-5,-0.05", "-1250,-12.50"})
    void writesMoneyWithTwoDecimals(long centavos, String text) {
        assertThat(Decimals.money(centavos)).isEqualTo(text);
        assertThat(Decimals.hundredths(text)).isEqualTo(centavos);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "100,1", "1200,12", "50,0.5", "25,0.25", "175,1.75", "-50,-0.5", "-300,-3"})
    void writesQuantitiesAsShortAsTheyAre(long hundredths, String text) {
        assertThat(Decimals.quantity(hundredths)).isEqualTo(text);
    }
}
