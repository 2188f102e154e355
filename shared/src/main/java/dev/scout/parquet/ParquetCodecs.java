package dev.scout.parquet;

import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's codecs without Hadoop's: pure Java, so that nothing is unpacked at start and a native executable needs no library beside it.
 */
public final class ParquetCodecs implements CompressionCodecFactory {

    /** The configuration to hand to every reader and writer; without one Parquet makes a Hadoop configuration. */
    public static ParquetConfiguration plain() {
        return new PlainParquetConfiguration();
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return new PageCompressor(codec, compression(codec));
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new PageDecompressor(PageDecompression.of(codec));
    }

    @Override
    public void release() {
        // Nothing is pooled.
    }

    private static Compression compression(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> bytes -> bytes;
            case GZIP -> ParquetCodecs::gzip;
            case ZSTD -> with(new ZstdCompressor());
            case SNAPPY -> with(new SnappyCompressor());
            case LZ4_RAW -> with(new Lz4Compressor());
            default -> throw unsupported(codec);
        };
    }

    private static IllegalArgumentException unsupported(CompressionCodecName codec) {
        return new IllegalArgumentException("Parquet pages can not be compressed with " + codec + "; "
                + "write the file with ZSTD, SNAPPY, GZIP, LZ4_RAW or without compression.");
    }

    private static Compression with(Compressor compressor) {
        return bytes -> {
            byte[] target = new byte[compressor.maxCompressedLength(bytes.length)];
            int length = compressor.compress(bytes, 0, bytes.length, target, 0, target.length);
            return Arrays.copyOf(target, length);
        };
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream(bytes.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(bytes);
        }
        return target.toByteArray();
    }

    @FunctionalInterface
    private interface Compression {
        byte[] apply(byte[] bytes) throws IOException;
    }

    private record PageCompressor(CompressionCodecName codec, Compression compression) implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(compression.apply(page.toInputStream().readAllBytes()));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {
            // Nothing is pooled.
        }
    }

    private record PageDecompressor(PageDecompression decompression) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput page, int uncompressedSize) throws IOException {
            ByteBuffer target = ByteBuffer.allocate(uncompressedSize);
            decompression.decompress(ByteBuffer.wrap(page.toInputStream().readAllBytes()), target);
            return BytesInput.from(target.flip());
        }

        @Override
        public void decompress(ByteBuffer source, int compressedSize, ByteBuffer target, int uncompressedSize)
                throws IOException {
            ByteBuffer page = source.slice().limit(compressedSize);
            ByteBuffer room = target.slice().limit(uncompressedSize);
            decompression.decompress(page, room);
            source.position(source.position() + compressedSize);
            target.position(target.position() + uncompressedSize);
        }

        @Override
        public void release() {
            // Nothing is pooled.
        }
    }
}
