package dev.scout.loader.source.avro;

import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.avro.AvroBlock.InMemory;
import dev.scout.loader.source.compression.Compression;
import dev.scout.loader.source.compression.UnpackingStream;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.tukaani.xz.XZInputStream;

/** How the blocks of a file are compressed. */
enum AvroCodec {
    NULL,
    DEFLATE,
    SNAPPY,
    BZIP2,
    ZSTANDARD,
    XZ;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CHECKSUM_BYTES = 4;
    private static final int KIB = 1024;

    /** Snappy can not make more of a byte than this. */
    private static final long MOST_PER_BYTE = 64;

    static AvroCodec named(String name) {
        for (AvroCodec codec : values()) {
            if (codec.label().equals(name)) {
                return codec;
            }
        }
        throw new BadAvroException(Refusal.UNSUPPORTED_FORMAT, "its codec \"" + name + "\" is not known");
    }

    String label() {
        return switch (this) {
            case NULL -> "null";
            case DEFLATE -> "deflate";
            case SNAPPY -> "snappy";
            case BZIP2 -> "bzip2";
            case ZSTANDARD -> "zstandard";
            case XZ -> "xz";
        };
    }

    /**
     * The records of a block.
     *
     * @param memoryBytes how much memory decompressing may take
     */
    AvroInput open(AvroBlock block, long memoryBytes) {
        try {
            return switch (this) {
                case NULL ->
                    block.data() instanceof InMemory data
                            ? new AvroInput(data.bytes(), data.from(), data.from() + data.length())
                            : new AvroInput(block.data().stream());
                case DEFLATE ->
                    new AvroInput(new InflaterInputStream(block.data().stream(), new Inflater(true), BUFFER_BYTES));
                case BZIP2 -> new AvroInput(checked(Compression.BZIP2.unpack(block.data().stream())));
                case ZSTANDARD -> new AvroInput(checked(Compression.ZSTD.unpack(block.data().stream())));
                case XZ -> new AvroInput(new XZInputStream(block.data().stream(), (int) (memoryBytes / KIB)));
                case SNAPPY -> snappy(block, memoryBytes);
            };
        } catch (IOException e) {
            throw BadAvroException.of(e);
        }
    }

    /** A block as Avro has Snappy: without frames, a checksum of what it decompresses to behind it. */
    private static AvroInput snappy(AvroBlock block, long memoryBytes) throws IOException {
        int length = block.data().length() - CHECKSUM_BYTES;
        if (length < 1 || block.data().length() > memoryBytes) {
            throw new BadAvroException("it has " + block.data().length() + " bytes compressed with Snappy");
        }
        byte[] packed = block.data().stream().readNBytes(block.data().length());
        if (packed.length < length + CHECKSUM_BYTES) {
            throw BadAvroException.truncated("it ends before its end");
        }
        long size = SnappyDecompressor.getUncompressedLength(packed, 0);
        if (size > memoryBytes || size > length * MOST_PER_BYTE) {
            throw new BadAvroException(
                    "it has " + size + " bytes decompressed, or says so, and there is memory for " + memoryBytes);
        }
        byte[] records = new byte[(int) size];
        int unpacked = new SnappyDecompressor().decompress(packed, 0, length, records, 0, records.length);
        CRC32 crc = new CRC32();
        crc.update(records, 0, unpacked);
        if ((int) crc.getValue()
                != ByteBuffer.wrap(packed, length, CHECKSUM_BYTES).getInt()) {
            throw new BadAvroException("its bytes do not have the checksum that stands behind them");
        }
        return new AvroInput(records, 0, unpacked);
    }

    /** The stream, which at damage does not end, but says so. */
    private static InputStream checked(UnpackingStream unpacking) {
        return new InputStream() {

            @Override
            public int read() throws IOException {
                return checked(unpacking.read());
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return checked(unpacking.read(target, offset, length));
            }

            private int checked(int read) throws IOException {
                if (read < 0 && unpacking.damage() != null) {
                    throw new IOException(unpacking.damage().message());
                }
                return read;
            }
        };
    }
}
