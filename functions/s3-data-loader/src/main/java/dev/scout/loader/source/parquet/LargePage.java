package dev.scout.loader.source.parquet;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * A page of plain values of a flat column that is too large to be held: it is unpacked while it is read, and given out in pages of some
 * thousand values.
 */
final class LargePage {

    private static final int MOST_VALUES = 8 * 1024;
    private static final int USUAL_BYTES = 256 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BYTES_OF_LEVELS = 1024;

    private final ColumnDescriptor column;
    private final DataInputStream bytes;
    private final PageRoom room;
    private final int heapBytes;
    private final int widthBytes;
    private @Nullable RunLengthBitPackingHybridDecoder levels;
    private @Nullable ByteBuffer content;
    private int left;
    private long leftBytes;
    private boolean isNextKnown;
    private int nextLevel;
    private int nextLength;

    /**
     * @param before the levels, where they do not stand in the page itself
     * @param values how many there are in it
     * @param sizeBytes how many bytes there are in it, unpacked
     * @param heapBytes what unpacking takes of the room until it is closed
     */
    LargePage(
            ColumnDescriptor column,
            byte[] before,
            InputStream unpacked,
            int values,
            long sizeBytes,
            PageRoom room,
            int heapBytes) {
        this.column = column;
        this.bytes = new DataInputStream(new BufferedInputStream(unpacked, BUFFER_BYTES));
        this.left = values;
        this.leftBytes = sizeBytes;
        this.room = room;
        this.heapBytes = heapBytes;
        this.widthBytes = widthBytes(column.getPrimitiveType());
        if (before.length > 0 && column.getMaxDefinitionLevel() > 0) {
            levels(before);
        }
    }

    /** Whether a column's pages can be given out so. */
    static boolean canHold(ColumnDescriptor column) {
        return column.getMaxRepetitionLevel() == 0
                && column.getPrimitiveType().getPrimitiveTypeName() != PrimitiveType.PrimitiveTypeName.BOOLEAN;
    }

    /** Reads the levels from the page's beginning, where pages of the first form have them. */
    void readLevels() throws IOException {
        if (column.getMaxDefinitionLevel() > 0) {
            levels(next(nextInt()));
        }
    }

    private void levels(byte[] definitions) {
        levels = new RunLengthBitPackingHybridDecoder(
                levelBits(), ByteBufferInputStream.wrap(ByteBuffer.wrap(definitions)));
    }

    /** How many values it still has to give. */
    int left() {
        return left;
    }

    /** The next values; what was given before is gone. */
    DataPage next() throws IOException {
        ByteBuffer values = take(USUAL_BYTES);
        int count = 0;
        int nulls = 0;
        ByteBufferAllocator allocator = new HeapByteBufferAllocator();
        try (RunLengthBitPackingHybridEncoder given =
                new RunLengthBitPackingHybridEncoder(levelBits(), BYTES_OF_LEVELS, MOST_VALUES, allocator)) {
            while (left > 0 && count < MOST_VALUES) {
                know();
                if (nextLength < 0) {
                    nulls++;
                } else {
                    int need = nextLength + (widthBytes == 0 ? Integer.BYTES : 0);
                    if (need > values.remaining() && values.position() > 0) {
                        break;
                    }
                    values = need > values.remaining() ? take(need) : values;
                    copy(values);
                }
                given.writeInt(nextLevel);
                isNextKnown = false;
                count++;
                left--;
            }
            return DataPageV2.uncompressed(
                    count,
                    nulls,
                    count,
                    BytesInput.empty(),
                    given.toBytes().copy(allocator, unused -> {}),
                    Encoding.PLAIN,
                    BytesInput.from(values.flip()),
                    Statistics.noopStats(column.getPrimitiveType()));
        }
    }

    void close() {
        room.endStream(heapBytes);
        room.giveBack(content);
        content = null;
    }

    private void know() throws IOException {
        if (isNextKnown) {
            return;
        }
        nextLevel = levels == null ? column.getMaxDefinitionLevel() : levels.readInt();
        boolean isThere = nextLevel == column.getMaxDefinitionLevel();
        nextLength = !isThere ? -1 : widthBytes == 0 ? nextInt() : widthBytes;
        if (isThere && (nextLength < 0 || nextLength > leftBytes)) {
            throw new EOFException("a value of " + nextLength + " bytes stands " + leftBytes + " bytes before its end");
        }
        isNextKnown = true;
    }

    private void copy(ByteBuffer values) throws IOException {
        if (widthBytes == 0) {
            values.putInt(nextLength);
        }
        if (values.hasArray()) {
            bytes.readFully(values.array(), values.arrayOffset() + values.position(), nextLength);
            values.position(values.position() + nextLength);
        } else {
            for (int copied = 0; copied < nextLength; ) {
                byte[] some = bytes.readNBytes(Math.min(BUFFER_BYTES, nextLength - copied));
                if (some.length == 0) {
                    throw new EOFException("it ends within a value");
                }
                values.put(some);
                copied += some.length;
            }
        }
        leftBytes -= nextLength;
    }

    private int nextInt() throws IOException {
        leftBytes -= Integer.BYTES;
        return Integer.reverseBytes(bytes.readInt());
    }

    private byte[] next(int count) throws IOException {
        if (count < 0 || count > leftBytes || count > room.mostHeapBytes()) {
            throw new EOFException("it states " + count + " bytes of levels");
        }
        byte[] read = new byte[count];
        bytes.readFully(read);
        leftBytes -= count;
        return read;
    }

    private ByteBuffer take(int size) {
        ByteBuffer before = content;
        content = null;
        ByteBuffer taken = room.take(before, size).order(ByteOrder.LITTLE_ENDIAN);
        content = taken;
        return taken;
    }

    private int levelBits() {
        return BytesUtils.getWidthFromMaxInt(column.getMaxDefinitionLevel());
    }

    /** How long each value is; 0 where it says so itself. */
    private static int widthBytes(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case INT96 -> 12;
            case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
            case BINARY, BOOLEAN -> 0;
        };
    }
}
