package dev.scout.loader.source.parquet;

import dev.scout.parquet.ParquetCodecs;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/** Writes small Parquet files of any schema. */
final class ParquetFixture {

    private ParquetFixture() {}

    @SafeVarargs
    static void write(Path file, String schema, Consumer<Fields>... records) throws IOException {
        write(file, schema, form -> form, List.of(records));
    }

    /** @param form how it is written */
    static void write(Path file, String schema, UnaryOperator<Builder> form, List<Consumer<Fields>> records)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        Builder builder = new Builder(new LocalOutputFile(file), type)
                .withConf(ParquetCodecs.plain())
                .withCodecFactory(new ParquetCodecs());
        try (ParquetWriter<Consumer<Fields>> writer = form.apply(builder).build()) {
            for (Consumer<Fields> record : records) {
                writer.write(record);
            }
        }
    }

    /** The fields of the record that is being written. */
    static final class Fields {

        private final RecordConsumer consumer;
        private final GroupType type;

        private Fields(RecordConsumer consumer, GroupType type) {
            this.consumer = consumer;
            this.type = type;
        }

        void value(String name, Object value) {
            values(name, value);
        }

        /** A number as big-endian bytes of fixed length. */
        void value(String name, BigInteger number, int length) {
            byte[] bytes = new byte[length];
            byte[] digits = number.toByteArray();
            int kept = Math.min(length, digits.length);
            System.arraycopy(digits, digits.length - kept, bytes, length - kept, kept);
            values(name, bytes);
        }

        /** A group, as often as there are contents of it. */
        @SafeVarargs
        final void groups(String name, Consumer<Fields>... contents) {
            groups(name, List.of(contents));
        }

        void groups(String name, List<Consumer<Fields>> contents) {
            int index = type.getFieldIndex(name);
            consumer.startField(name, index);
            for (Consumer<Fields> content : contents) {
                consumer.startGroup();
                content.accept(new Fields(consumer, type.getType(index).asGroupType()));
                consumer.endGroup();
            }
            consumer.endField(name, index);
        }

        void values(String name, Object... values) {
            int index = type.getFieldIndex(name);
            consumer.startField(name, index);
            Arrays.stream(values).forEach(this::add);
            consumer.endField(name, index);
        }

        private void add(Object value) {
            if (value instanceof Integer number) {
                consumer.addInteger(number);
            } else if (value instanceof Long number) {
                consumer.addLong(number);
            } else if (value instanceof Double number) {
                consumer.addDouble(number);
            } else if (value instanceof Float number) {
                consumer.addFloat(number);
            } else if (value instanceof Boolean flag) {
                consumer.addBoolean(flag);
            } else if (value instanceof byte[] bytes) {
                consumer.addBinary(Binary.fromConstantByteArray(bytes));
            } else {
                throw new IllegalArgumentException("no Parquet value: " + value);
            }
        }
    }

    static final class Builder extends ParquetWriter.Builder<Consumer<Fields>, Builder> {

        private final MessageType type;

        private Builder(OutputFile file, MessageType type) {
            super(file);
            this.type = type;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Deprecated
        @Override
        protected WriteSupport<Consumer<Fields>> getWriteSupport(Configuration configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected WriteSupport<Consumer<Fields>> getWriteSupport(ParquetConfiguration configuration) {
            return new Support(type);
        }
    }

    private static final class Support extends WriteSupport<Consumer<Fields>> {

        private final MessageType type;
        private @Nullable RecordConsumer consumer;

        Support(MessageType type) {
            this.type = type;
        }

        @Deprecated
        @Override
        public WriteContext init(Configuration configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(type, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(Consumer<Fields> record) {
            RecordConsumer target = Objects.requireNonNull(consumer, "prepareForWrite comes first");
            target.startMessage();
            record.accept(new Fields(target, type));
            target.endMessage();
        }
    }
}
