package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.source.json.JsonValidator;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader made of a file, and which bytes of it each record and each refusal is. */
final class Accounted implements RecordSink {

    /**
     * A stretch of the file.
     *
     * @param json the record; null where it was refused
     */
    record Piece(long from, long to, @Nullable String json) {}

    final List<Piece> pieces = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();
    final List<String> records = new ArrayList<>();
    final String format;
    final JsonNode description;
    private final Reading reading;
    private final JsonValidator validator = new JsonValidator();
    private long lastNumber;

    Accounted(String name, byte[] file, int maxRecordBytes) {
        SourceSettings settings = new SourceSettings("auto", RecordedSink.json("{}"), null, maxRecordBytes);
        reading = FormatDetector.open(Content.of(new ByteArrayInputStream(file)), name, settings);
        reading.into(this);
        format = reading.format();
        description = reading.description();
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        assertThat(validator.isValue(json, from, to) && json[from] == '{').isTrue();
        assertThat(number).isEqualTo(++lastNumber);
        String record = new String(json, from, to - from, StandardCharsets.UTF_8);
        records.add(record);
        Refusal located = reading.locate(Refusal.of("", ""));
        if (located.byteOffset() != null && located.byteLength() != null) {
            pieces.add(new Piece(located.byteOffset(), located.byteOffset() + located.byteLength(), record));
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        assertThat(refusal.message()).isNotBlank();
        if (refusal.number() != null) {
            assertThat(refusal.number()).isEqualTo(++lastNumber);
        }
        refusals.add(refusal);
        if (refusal.byteOffset() != null && refusal.byteLength() != null) {
            pieces.add(new Piece(refusal.byteOffset(), refusal.byteOffset() + refusal.byteLength(), null));
        }
    }

    /** What of the file is neither a record nor refused: before, between and behind the pieces. */
    List<String> gaps(byte[] file) {
        List<String> gaps = new ArrayList<>();
        long at = 0;
        for (Piece piece : pieces) {
            assertThat(piece.from())
                    .as("no byte is told of twice, and none out of order")
                    .isGreaterThanOrEqualTo(at);
            gaps.add(text(file, at, piece.from()));
            at = piece.to();
        }
        gaps.add(text(file, at, file.length));
        return gaps;
    }

    private static String text(byte[] file, long from, long to) {
        return new String(file, (int) from, (int) (to - from), StandardCharsets.ISO_8859_1);
    }
}
