package dev.scout.parquet;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Writes rows, given as text, into typed Parquet columns. */
final class RowWriteSupport extends WriteSupport<@Nullable String[]> {

    private static final String SCHEMA_NAME = "scout";

    private final List<ParquetColumn> columns;
    private @Nullable RecordConsumer consumer;

    private RowWriteSupport(List<ParquetColumn> columns) {
        this.columns = columns;
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration configuration) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return context();
    }

    private WriteContext context() {
        List<Type> fields = columns.stream()
                .<Type>map(column -> column.type().parquetType(column.name(), column.scale()))
                .toList();
        return new WriteContext(new MessageType(SCHEMA_NAME, fields), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(@Nullable String[] row) {
        RecordConsumer out = Objects.requireNonNull(consumer, "prepareForWrite comes first");
        out.startMessage();
        for (int i = 0; i < row.length; i++) {
            String value = row[i];
            if (value != null) {
                ParquetColumn column = columns.get(i);
                out.startField(column.name(), i);
                write(out, column, value);
                out.endField(column.name(), i);
            }
        }
        out.endMessage();
    }

    private void write(RecordConsumer out, ParquetColumn column, String value) {
        try {
            column.type().write(out, value, column.scale());
        } catch (RuntimeException e) {
            throw new UnfitValueException(column, value, e);
        }
    }

    /** Makes the writer; Parquet wants it in this form. */
    static final class WriterBuilder extends ParquetWriter.Builder<@Nullable String[], WriterBuilder> {

        private final List<ParquetColumn> columns;

        WriterBuilder(OutputFile target, List<ParquetColumn> columns) {
            super(target);
            this.columns = columns;
        }

        @Override
        protected WriterBuilder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<@Nullable String[]> getWriteSupport(Configuration configuration) {
            return new RowWriteSupport(columns);
        }

        @Override
        protected WriteSupport<@Nullable String[]> getWriteSupport(ParquetConfiguration configuration) {
            return new RowWriteSupport(columns);
        }
    }
}
