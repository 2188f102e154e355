package dev.scout.publisher.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.file.ExportedFile;
import dev.scout.parquet.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

    private static final List<DatasetColumn> TWO_COLUMNS = List.of(column("a"), column("b, c"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path directory;

    @Test
    void headerOnlyWithoutRows() throws IOException {
        assertThat(csv()).isEqualTo("a,\"b, c\"\n");
    }

    @Test
    void nullIsNothingAndTheEmptyStringIsQuoted() throws IOException {
        assertThat(csv(row(null, ""), row("", null), row(null, null))).isEqualTo("a,\"b, c\"\n,\"\"\n\"\",\n,\n");
    }

    @Test
    void quotesOnlyWhatMustBeQuoted() throws IOException {
        assertThat(csv(row("x y", "comma,"), row("\"", "line\nfeed"), row("carriage\rreturn", " kept ")))
                .isEqualTo("a,\"b, c\"\nx y,\"comma,\"\n\"\"\"\",\"line\nfeed\"\n\"carriage\rreturn\", kept \n");
    }

    @Test
    void isUtf8WithoutAByteOrderMark() throws IOException {
        assertThat(csv(row("ñ€", "😀"))).endsWith("ñ€,😀\n").startsWith("a,");
    }

    @Test
    void statesTheHashAndSizeOfItsBytes() throws IOException {
        Path path = directory.resolve("hashed.csv");
        try (CsvFile file = new CsvFile(path, List.of(column("a")))) {
            file.write(row("1"));
            ExportedFile finished = file.finish();
            // printf 'a\n1\n' | sha256sum
            assertThat(finished.sha256()).isEqualTo("309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc");
            assertThat(finished.sizeBytes()).isEqualTo(4);
        }
    }

    private String csv(@Nullable String[]... rows) throws IOException {
        Path path = directory.resolve("file.csv");
        try (CsvFile file = new CsvFile(path, TWO_COLUMNS)) {
            for (@Nullable String[] row : rows) {
                file.write(row);
            }
            file.finish();
        }
        return Files.readString(path);
    }

    private static @Nullable String[] row(@Nullable String... values) {
        return values;
    }

    private static DatasetColumn column(String name) {
        return new DatasetColumn(name, ColumnType.TEXT, "text", 0, "");
    }
}
