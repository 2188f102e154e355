package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.scout.loader.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every CSV file of the real data and of the suites, read by another reader as well: the same rows, field by field. */
class CsvAgainstFastCsvTest {

    @Test
    void readsTheMainSetAsFastCsvDoes() throws IOException {
        assertThat(compareAll(SharedData.directory("retail/online-retail-by-day")))
                .isEqualTo(245_903);
    }

    @Test
    void readsTheOtherRetailFilesAsFastCsvDoes() throws IOException {
        assertThat(compareAll(SharedData.directory("retail"))).isGreaterThan(500_000);
    }

    private static long compareAll(Path directory) throws IOException {
        long rows = 0;
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(CsvAgainstFastCsvTest::isCsv).toList()) {
                rows += compare(file);
            }
        }
        return rows;
    }

    private static boolean isCsv(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    private static long compare(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (content.length > 2 && content[0] == 0x1F) {
            try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
                content = gzip.readAllBytes();
            }
        }
        RecordedSink read = RecordedSink.read(file.getFileName().toString(), content);
        String delimiter = read.description.path("delimiter").asText();
        Charset charset = Charset.forName(read.description.path("encoding").asText("UTF-8"));
        String text = new String(content, charset);
        assertThat(read.description.has("malformed_bytes"))
                .as("the encoding of %s", file)
                .isFalse();
        List<List<@Nullable String>> expected = new ArrayList<>();
        int columns = -1;
        int ragged = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter.charAt(0))
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .detectBomHeader(false)
                .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            for (CsvRecord row : reader) {
                if (columns < 0) {
                    columns = row.getFieldCount();
                } else if (columns == row.getFieldCount()) {
                    expected.add(new ArrayList<>(row.getFields()));
                } else {
                    ragged++;
                }
            }
        }
        List<List<@Nullable String>> actual = read.rows();
        actual.forEach(row -> row.replaceAll(field -> field == null ? "" : field));
        assertThat(actual).as(file.toString()).isEqualTo(expected);
        assertThat(read.refusals).as(file.toString()).hasSize(ragged);
        return actual.size();
    }
}
