package dev.scout.loader.source.parquet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Borders;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Damage;
import dev.scout.loader.source.FileSchema;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Ranges;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Sheet;
import dev.scout.loader.source.SpooledFile;
import dev.scout.loader.source.Stretch;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Parquet, from any row on. Its index stands at the end, so any of its bytes must be at hand: a large object is read by ranges, one that is
 * small, or that has to be decompressed, goes to the temporary directory first. Of each column there is one page in memory.
 */
public final class ParquetReader implements RecordReader {

    /** What is smaller is fetched as a whole, in the one request that has been made already. */
    private static final long SPOOLED_BYTES = 64L * 1024 * 1024;

    private static final long LEAST_BUDGET_BYTES = 8L * 1024 * 1024;
    private static final long MOST_BUDGET_BYTES = 64L * 1024 * 1024;

    private final int maxRecordBytes;
    private final long budgetBytes;
    private final @Nullable List<TableColumn> table;
    private @Nullable Sheet sheet;
    private @Nullable Footer footer;

    public ParquetReader(int maxRecordBytes) {
        this(maxRecordBytes, Runtime.getRuntime().maxMemory());
    }

    ParquetReader(int maxRecordBytes, long memoryBytes) {
        this(maxRecordBytes, memoryBytes, null);
    }

    /**
     * Reads a file of a table.
     *
     * @param table its columns
     */
    public ParquetReader(int maxRecordBytes, List<TableColumn> table) {
        this(maxRecordBytes, Runtime.getRuntime().maxMemory(), table);
    }

    private ParquetReader(int maxRecordBytes, long memoryBytes, @Nullable List<TableColumn> table) {
        this.table = table;
        this.maxRecordBytes = maxRecordBytes;
        this.budgetBytes = Math.max(LEAST_BUDGET_BYTES, Math.min(MOST_BUDGET_BYTES, memoryBytes / 8));
    }

    @Override
    public void describe(ObjectNode description) {
        if (footer == null || sheet == null) {
            return;
        }
        description.put("row_groups", footer.rowGroups().size());
        if (footer.createdBy() != null) {
            description.put("created_by", footer.createdBy());
        }
        footer.codecs().forEach(codec -> description.withArray("codecs").add(codec.name()));
        schema(footer.schema()).describe(description, sheet.values());
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        in(content, sink, file -> readRows(file, stretch, sink));
    }

    /** Reads a stretch of a file of which any bytes are at hand. */
    public void read(Ranges file, Stretch stretch, RecordSink sink) {
        in(file, sink, any -> readRows(any, stretch, sink));
    }

    /** Finds the places, behind one, at which a file can be cut of which any bytes are at hand. */
    public void survey(Ranges file, Place from, Borders borders) {
        in(file, new SilentSink(), any -> tell(any, from, borders));
    }

    private void tell(Ranges file, Place from, Borders borders) {
        Footer known = Footer.read(file, footerBytes());
        footer = known;
        new Cuts(known).tell(from, borders);
    }

    /** How many rows the file has; known once it was read or surveyed. */
    public long rows() {
        return footer == null ? 0 : footer.rows();
    }

    /** How many NaN and infinities there were. */
    public long nonFinite() {
        return sheet == null ? 0 : sheet.values().nonFinite();
    }

    @Override
    public void survey(Content content, Place from, Borders borders) {
        in(content, new SilentSink(), file -> tell(file, from, borders));
    }

    private void in(Content content, RecordSink sink, FileUse use) {
        Ranges ranges = content.ranges();
        if (ranges != null && ranges.sizeBytes() > SPOOLED_BYTES) {
            in(ranges, sink, use);
            return;
        }
        try (SpooledFile file = SpooledFile.of(content)) {
            Damage damage = content.damage();
            if (damage == null) {
                in(file, sink, use);
            } else {
                sink.refuse(Refusal.of(damage.rule(), damage.message()));
            }
        }
    }

    private static void in(Ranges file, RecordSink sink, FileUse use) {
        try {
            use.of(file);
        } catch (SourceFailure e) {
            throw e.unwrapped();
        } catch (DamageException e) {
            sink.refuse(e.refusal("The Parquet file"));
        }
    }

    private void readRows(Ranges file, Stretch stretch, RecordSink sink) {
        Footer known = Footer.read(file, footerBytes());
        Sheet record = new Sheet(maxRecordBytes);
        footer = known;
        sheet = record;
        if (known.schema().getFieldCount() == 0) {
            NoColumns.read(known, stretch, sink);
            return;
        }
        try (PageRoom room = new PageRoom(budgetBytes);
                GroupReader groups = new GroupReader(
                        file,
                        form(known.schema(), record),
                        room,
                        new Windows(file, budgetBytes / 2),
                        known.createdBy())) {
            new RowReader(known, groups, record, stretch, sink).read();
        }
    }

    private RecordForm form(MessageType schema, Sheet sheet) {
        try {
            return table == null ? new RecordForm(schema, sheet) : new RecordForm(schema, sheet, table);
        } catch (RuntimeException | StackOverflowError e) {
            throw DamageException.of(e);
        }
    }

    private long footerBytes() {
        return 2 * budgetBytes;
    }

    private static FileSchema schema(MessageType type) {
        FileSchema schema = new FileSchema();
        type.getFields().forEach(field -> schema.column(field.getName(), TypeNames.of(field)));
        return schema;
    }

    @FunctionalInterface
    private interface FileUse {
        void of(Ranges file);
    }

    /** For a survey: whoever loads the file will find out what is wrong with it. */
    private static final class SilentSink implements RecordSink {

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            // There are no records in a survey.
        }

        @Override
        public void refuse(Refusal refusal) {
            // Whoever loads the part says so.
        }
    }
}
