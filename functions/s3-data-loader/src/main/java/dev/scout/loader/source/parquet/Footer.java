package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Ranges;
import dev.scout.parquet.ParquetCodecs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** What stands at the end of a Parquet file: the schema, and where the columns of each row group are. */
record Footer(
        MessageType schema,
        List<RowGroup> rowGroups,
        long statedRows,
        @Nullable String createdBy) {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;
    private static final int BUFFER_BYTES = 256 * 1024;

    /**
     * Reads it, row group by row group, and keeps of each only what is needed for reading it.
     *
     * @param mostBytes a longer footer is refused
     * @throws DamageException where there is none that can be read
     */
    static Footer read(Ranges file, long mostBytes) {
        long size = file.sizeBytes();
        byte[] tail = new byte[TAIL_BYTES];
        if (size < TAIL_BYTES + MAGIC.length || readAt(file, size - TAIL_BYTES, tail) < TAIL_BYTES) {
            throw DamageException.of("it is too short to have a footer");
        }
        byte[] magic = Arrays.copyOfRange(tail, Integer.BYTES, TAIL_BYTES);
        if (Arrays.equals(magic, ENCRYPTED)) {
            throw encrypted();
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw DamageException.of("it does not end as a Parquet file does, so its end is missing or damaged");
        }
        long length = Integer.toUnsignedLong(
                ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt());
        long start = size - TAIL_BYTES - length;
        if (length == 0 || start < MAGIC.length) {
            throw DamageException.of("its footer has a length of " + length + " bytes, and the file has " + size);
        }
        if (length > mostBytes) {
            throw DamageException.of("its footer has " + length + " bytes, and the function has memory for " + mostBytes
                    + "; give it more, or write the file with fewer row groups or columns");
        }
        return parse(file, start, (int) length);
    }

    private static Footer parse(Ranges file, long start, int length) {
        FooterConsumer consumer = new FooterConsumer(new ParquetMetadataConverter(
                ParquetReadOptions.builder(ParquetCodecs.plain()).build()));
        try (InputStream bytes = new BufferedInputStream(
                new FileBytes(file, start, start + length, Math.min(BUFFER_BYTES, length)), 8 * 1024)) {
            // The limit keeps a length that is not true from being believed.
            Util.readFileMetaData(bytes, consumer, false, null, null, length);
        } catch (SourceFailure | DamageException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw DamageException.of(e);
        }
        return consumer.footer();
    }

    static DamageException encrypted() {
        return DamageException.unsupported("it is encrypted, and Scout has no keys; write it without encryption");
    }

    /** The codecs that the file uses. */
    Set<CompressionCodecName> codecs() {
        return rowGroups.stream()
                .flatMap(group -> group.chunks().stream())
                .map(Chunk::codec)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CompressionCodecName.class)));
    }

    long rows() {
        return rowGroups.isEmpty() ? 0 : rowGroups.get(rowGroups.size() - 1).endRow();
    }

    private static int readAt(Ranges file, long position, byte[] target) {
        try {
            return file.read(position, target, 0, target.length);
        } catch (IOException | RuntimeException e) {
            throw new SourceFailure(e);
        }
    }
}
