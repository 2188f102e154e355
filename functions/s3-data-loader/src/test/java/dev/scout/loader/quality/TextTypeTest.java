package dev.scout.loader.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What text says that it is. */
class TextTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            nullValues = "-",
            value = {
                "0 | integer",
                "12 | integer",
                "-12 | integer",
                "' 7 ' | integer",
                "4806512345678 | integer",
                "17850.0 | decimal",
                "-0.5 | decimal",
                ".5 | decimal",
                "1.5E-05 | decimal",
                "NaN | decimal",
                "-Infinity | decimal",
                "007 | text",
                "+639171234567 | text",
                "1E5 | text",
                "85123A | text",
                "1,5 | text",
                "5. | text",
                "-- | text",
                "'' | -",
                "'  ' | -",
                "true | boolean",
                "FALSE | boolean",
                "yes | text",
                "t | text",
                "1-2 | text",
                "1.2.3 | text",
                "192.168.0.1 | text",
                "2024-01-31 | date",
                "1/2/2011 | date",
                "13.04.2019 | date",
                "2024/1/5 | date",
                "01/02/11 | date",
                "2024-01-31 09:30 | timestamp",
                "2024-01-31T09:30:00.123Z | timestamp",
                "1/2/2011 9:30 PM | timestamp",
                "2024-01-31T09:30:00+08:00 | timestamp",
                "2024-01-31 soon | text",
                "2024-01-31T | text",
                "9:30 | text",
                "ERROR | text",
                "N/A | text",
                "Nan's | text"
            })
    void tellsUntypedText(String text, String type) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Types.names(TextType.ofUntyped(bytes, 0, bytes.length, (byte) '.')))
                .isEqualTo(type == null ? List.of() : List.of(type));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {"1,5 | decimal", "1.5 | text", "12 | integer", "13.04.2019 | date", "-0,25 | decimal"})
    void knowsTheDecimalComma(String text, String type) {
        byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);

        assertThat(Types.names(TextType.ofUntyped(bytes, 0, bytes.length, (byte) ',')))
                .containsExactly(type.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "12 | text",
                "true | text",
                "2024-01-31 | date",
                "2024-01-31T09:30:00Z | timestamp",
                "NaN | decimal",
                "Infinity | decimal",
                "'' | -",
                "Nine | text"
            })
    void takesStringsOfTypedFormatsForTextOrMoments(String text, String type) {
        byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);

        assertThat(Types.names(TextType.ofTyped(bytes, 0, bytes.length)))
                .isEqualTo(type == null ? List.of() : List.of(type.strip()));
    }
}
