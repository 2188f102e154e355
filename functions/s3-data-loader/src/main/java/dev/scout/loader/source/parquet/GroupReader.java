package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Ranges;
import dev.scout.parquet.PageDecompression;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Reads row groups, each from any row on. */
final class GroupReader implements AutoCloseable {

    private final Ranges file;
    private final RecordForm form;
    private final PageBytes pages;
    private final Map<CompressionCodecName, PageDecompression> decompressions =
            new EnumMap<>(CompressionCodecName.class);
    private final @Nullable ParsedVersion writer;
    private final Windows windows;

    GroupReader(Ranges file, RecordForm form, PageRoom room, Windows windows, @Nullable String createdBy) {
        this.file = file;
        this.form = form;
        this.pages = new PageBytes(room);
        this.windows = windows;
        this.writer = version(createdBy);
    }

    /** Goes to a row of a row group. */
    void open(RowGroup group, long row) {
        if (group.damage() != null) {
            throw DamageException.of(group.damage());
        }
        Ranges source = windows.near(file, group);
        List<Column> columns = form.columns();
        int window = windows.bytes(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Chunk chunk = group.chunks().get(columns.get(i).leaf());
            FileBytes bytes = new FileBytes(
                    source, chunk.start(), file.sizeBytes(), (int) Math.max(512, Math.min(window, chunk.length())));
            PageDecompression decompression = decompressions.computeIfAbsent(chunk.codec(), PageDecompression::of);
            Column column = columns.get(i);
            column.open(new ColumnPages(column.descriptor(), chunk, bytes, pages, decompression), row, writer);
        }
    }

    /** Writes the next record onto the sheet. */
    void next() {
        try {
            form.write();
        } catch (SourceFailure | DamageException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw DamageException.of(e);
        }
    }

    /** Checks, behind the last row, that no column has more. */
    void end() {
        for (Column column : form.columns()) {
            if (!column.isAtEnd()) {
                throw column.damage(DamageException.of("the column has more values than its row group has rows"));
            }
        }
    }

    @Override
    public void close() {
        form.columns().forEach(Column::close);
    }

    private static @Nullable ParsedVersion version(@Nullable String createdBy) {
        if (createdBy == null) {
            return null;
        }
        try {
            return VersionParser.parse(createdBy);
        } catch (RuntimeException | VersionParseException e) {
            return null; // Then it is none of the writers whose mistakes are known.
        }
    }
}
