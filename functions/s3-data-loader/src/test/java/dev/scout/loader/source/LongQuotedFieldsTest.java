package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LongQuotedFieldsTest {

    /** Fields with quotes in them that are longer than any before. */
    @Test
    void readsQuotedFieldsLongerThanAnyBefore() {
        StringBuilder text = new StringBuilder("id,store_id,timestamp,peso_value,note\n");
        String note = "x".repeat(900);
        int rows = 40_000;
        for (int row = 0; row < rows; row++) {
            text.append(String.format(
                    Locale.ROOT, "%010d,S-1,2026-01-05T09:30:00+08:00,12.50,\"%s, said \"\"she\"\"\"\n", row, note));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Reading reading = FormatDetector.open(
                Content.of(new ByteArrayInputStream(bytes)), "large.csv", RecordedSink.settings("auto", "{}", null));
        List<Place> places = new ArrayList<>();

        reading.survey(Place.START, place -> {
            places.add(place);
            return true;
        });

        RecordedSink whole = RecordedSink.read("large.csv", bytes);
        assertThat(whole.records).hasSize(rows);
        assertThat(places).hasSizeGreaterThan(20);
        assertThat(places.get(places.size() - 1).records()).isLessThanOrEqualTo(rows);
    }
}
