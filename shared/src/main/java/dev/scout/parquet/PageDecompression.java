package dev.scout.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.lzo.LzoDecompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.brotli.dec.BrotliInputStream;

/** Decompresses the pages of one codec, between buffers on the heap or off it. Not for several threads. */
public final class PageDecompression {

    private static final int STREAM_BUFFER_BYTES = 64 * 1024;

    private final Codec codec;

    private PageDecompression(Codec codec) {
        this.codec = codec;
    }

    public static PageDecompression of(CompressionCodecName codec) {
        return new PageDecompression(
                switch (codec) {
                    case UNCOMPRESSED -> (source, target) -> target.put(source);
                    case GZIP ->
                        (source, target) -> fill(new GZIPInputStream(stream(source), STREAM_BUFFER_BYTES), target);
                    case BROTLI -> (source, target) -> fill(new BrotliInputStream(stream(source)), target);
                    case ZSTD -> block(new ZstdDecompressor());
                    case SNAPPY -> block(new SnappyDecompressor());
                    case LZ4_RAW -> block(new Lz4Decompressor());
                    case LZ4 -> framed(new Lz4Decompressor());
                    case LZO -> framed(new LzoDecompressor());
                });
    }

    /**
     * Decompresses one page.
     *
     * @param source the page as it stands in the file; read to its end
     * @param target has as many bytes left as the page's header says that there are; filled
     */
    public void decompress(ByteBuffer source, ByteBuffer target) throws IOException {
        int size = target.remaining();
        if (size == 0) {
            return; // Some writers compress nothing to nothing, others to something.
        }
        try {
            codec.decompress(source, target);
        } catch (RuntimeException e) {
            throw new IOException("A compressed Parquet page is damaged.", e);
        }
        if (target.hasRemaining()) {
            throw new IOException(
                    "A Parquet page has " + (size - target.remaining()) + " bytes where its header says " + size + ".");
        }
    }

    private static Codec block(Decompressor decompressor) {
        return decompressor::decompress;
    }

    /** Blocks within Hadoop's frames; some writers leave the frames out. */
    private static Codec framed(Decompressor decompressor) {
        return (source, target) -> {
            ByteBuffer whole = source.duplicate();
            int begin = target.position();
            if (!HadoopFrames.decompress(decompressor, source, target)) {
                target.position(begin);
                decompressor.decompress(whole, target);
            }
        };
    }

    private static InputStream stream(ByteBuffer source) {
        return ByteBufferInputStream.wrap(source);
    }

    private static void fill(InputStream stream, ByteBuffer target) throws IOException {
        try (stream) {
            byte[] chunk = target.hasArray() ? target.array() : new byte[STREAM_BUFFER_BYTES];
            while (target.hasRemaining()) {
                int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
                int read = stream.read(chunk, offset, Math.min(target.remaining(), chunk.length - offset));
                if (read < 0) {
                    return;
                }
                if (target.hasArray()) {
                    target.position(target.position() + read);
                } else {
                    target.put(chunk, 0, read);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Codec {
        void decompress(ByteBuffer source, ByteBuffer target) throws IOException;
    }
}
