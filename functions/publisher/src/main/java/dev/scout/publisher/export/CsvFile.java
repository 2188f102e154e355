package dev.scout.publisher.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.scout.file.ExportedFile;
import dev.scout.file.HashingOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file as RFC 4180 has it, with line feeds: a header, null as nothing, the empty string as {@code ""}. */
final class CsvFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final HashingOutputStream bytes;
    private final CsvWriter writer;
    private boolean closed;

    CsvFile(Path path, List<DatasetColumn> columns) throws IOException {
        this.path = path;
        this.bytes = new HashingOutputStream(Files.newOutputStream(path));
        this.writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .bufferSize(BUFFER_BYTES)
                .build(bytes, UTF_8);
        writer.writeRecord(columns.stream().map(DatasetColumn::name).toList());
    }

    void write(@Nullable String[] row) {
        writer.writeRecord(row);
    }

    /** Closes the file and says what is in it. */
    ExportedFile finish() throws IOException {
        closed = true;
        writer.close();
        return new ExportedFile(path, bytes.sha256(), bytes.count());
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            bytes.close();
        }
    }
}
