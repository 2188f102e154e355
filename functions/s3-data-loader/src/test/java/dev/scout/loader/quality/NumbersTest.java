package dev.scout.loader.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in text, against the JDK's own. */
class NumbersTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "abc", "1.2.3", "1e", "1e+", "e5", "0x10", "1 2", "--1", "1,5", "∞"})
    void isNone(String text) {
        assertThat(Numbers.parse(text, '.')).isNull();
    }

    @Test
    void agreesWithTheJdk() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
            digits(text, random, random.nextInt(30));
            if (random.nextBoolean()) {
                text.append('.');
                digits(text, random, random.nextInt(30));
            }
            if (random.nextInt(3) == 0) {
                text.append(random.nextBoolean() ? "e" : "E+").append(random.nextInt(40));
            }
            BigDecimal expected;
            try {
                expected = new BigDecimal(text.toString());
            } catch (NumberFormatException e) {
                assertThat(Numbers.parse(text.toString(), '.'))
                        .as(text.toString())
                        .isNull();
                continue;
            }
            assertThat(Numbers.parse(text.toString(), '.')).as(text.toString()).isEqualByComparingTo(expected);
        }
    }

    @Test
    void comparesWhatIsVeryLongOrVeryLarge() {
        String nines = "9".repeat(1_000_000);
        assertThat(Numbers.parse("0." + nines, '.')).isLessThan(BigDecimal.ONE);
        assertThat(Numbers.parse("1" + "0".repeat(999_999) + "." + nines, '.')).isGreaterThan(BigDecimal.TEN);
        assertThat(Numbers.parse("1e999999999999", '.')).isGreaterThan(BigDecimal.TEN);
        assertThat(Numbers.parse("-1e999999999999", '.')).isLessThan(BigDecimal.TEN);
        assertThat(Numbers.parse("1e-999999999999", '.')).isPositive().isLessThan(BigDecimal.ONE);
        assertThat(Numbers.parse("0e999999999999", '.')).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(Numbers.parse("5." + "0".repeat(5000) + "1", '.')).isGreaterThan(new BigDecimal(5));
        assertThat(Numbers.parse("5." + "0".repeat(5000), '.')).isEqualByComparingTo(new BigDecimal(5));
    }

    private static void digits(StringBuilder text, Random random, int count) {
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
    }
}
