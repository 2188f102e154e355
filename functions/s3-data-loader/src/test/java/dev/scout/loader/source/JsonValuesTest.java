package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonValuesTest {

    @Test
    void writesTheDaysThatTheCalendarHas() {
        for (long day = LocalDate.of(-1, 1, 1).toEpochDay(); day < 40_000; day++) {
            long written = day;
            assertThat(text(target -> JsonValues.date(written, target)))
                    .isEqualTo("\"" + LocalDate.ofEpochDay(day) + "\"");
        }
        assertThat(text(target -> JsonValues.date(LocalDate.of(10_000, 1, 1).toEpochDay(), target)))
                .isEqualTo("\"+10000-01-01\"");
    }

    @Test
    void writesInstantsAsJavaDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong() / (1 + random.nextInt(1_000_000));
            Instant instant =
                    Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
            assertThat(text(target -> JsonValues.timestamp(micros, 1_000_000, true, target)))
                    .isEqualTo("\"" + instant + "\"");
        }
        assertThat(text(target -> JsonValues.timestamp(-1, 1_000_000_000, false, target)))
                .isEqualTo("\"1969-12-31T23:59:59.999999999\"");
    }

    @Test
    void writesNumbersWithEveryDigit() {
        assertThat(text(target -> JsonValues.decimal(-5, 2, target))).isEqualTo("-0.05");
        assertThat(text(target -> JsonValues.decimal(new BigDecimal("1e-2000"), target)))
                .isEqualTo("1E-2000");
        assertThat(text(target -> JsonValues.unsigned(-1, target))).isEqualTo("18446744073709551615");
        assertThat(text(target -> JsonValues.duration(1, 2, 3_004, target))).isEqualTo("\"P1M2DT3.004S\"");
    }

    @Test
    void countsWhatIsNoNumber() {
        JsonValues values = new JsonValues();
        assertThat(text(target -> values.real(Double.NEGATIVE_INFINITY, target)))
                .isEqualTo("\"-Infinity\"");
        assertThat(text(target -> values.real(Float.NaN, target))).isEqualTo("\"NaN\"");
        assertThat(text(target -> values.real(0.1, target))).isEqualTo("0.1");
        assertThat(values.nonFinite()).isEqualTo(2);
    }

    private static String text(Consumer<JsonText> write) {
        JsonText target = new JsonText();
        write.accept(target);
        return new String(target.bytes(), 0, target.length(), StandardCharsets.UTF_8);
    }
}
