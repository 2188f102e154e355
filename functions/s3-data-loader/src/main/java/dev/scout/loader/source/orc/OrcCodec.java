package dev.scout.loader.source.orc;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.lzo.LzoDecompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.brotli.dec.BrotliInputStream;

/** How the chunks of a file are compressed; what unpacks them is the JDK or pure Java. In the order of the specification's numbers. */
enum OrcCodec {
    NONE,
    ZLIB,
    SNAPPY,
    LZO,
    LZ4,
    ZSTD,
    BROTLI;

    /** What unpacks chunk after chunk, for one thread. */
    Unpacker unpacker() {
        Unpacker unpacker = switch (this) {
            case NONE ->
                (source, from, length, target) -> {
                    throw new CorruptOrcException("there is a compressed chunk in a file without compression");
                };
            case ZLIB -> OrcCodec::inflate;
            case SNAPPY -> of(new SnappyDecompressor());
            case LZO -> of(new LzoDecompressor());
            case LZ4 -> of(new Lz4Decompressor());
            case ZSTD -> of(new ZstdDecompressor());
            case BROTLI -> OrcCodec::brotli;
        };
        return (source, from, length, target) -> {
            try {
                return unpacker.unpack(source, from, length, target);
            } catch (RuntimeException e) {
                throw new CorruptOrcException("a chunk that is compressed with " + this + " is damaged");
            }
        };
    }

    private static Unpacker of(Decompressor decompressor) {
        return (source, from, length, target) ->
                decompressor.decompress(source, from, length, target, 0, target.length);
    }

    private static int inflate(byte[] source, int from, int length, byte[] target) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(source, from, length);
            int filled = 0;
            while (!inflater.finished()) {
                int read = inflater.inflate(target, filled, target.length - filled);
                if (read == 0 && !inflater.finished()) {
                    throw new CorruptOrcException(
                            filled == target.length ? tooLarge() : "a compressed chunk ends too early");
                }
                filled += read;
            }
            return filled;
        } catch (DataFormatException e) {
            throw new CorruptOrcException("a chunk that is compressed with ZLIB is damaged");
        } finally {
            inflater.end();
        }
    }

    private static int brotli(byte[] source, int from, int length, byte[] target) throws IOException {
        try (BrotliInputStream unpacked = new BrotliInputStream(new ByteArrayInputStream(source, from, length))) {
            int filled = unpacked.readNBytes(target, 0, target.length);
            if (filled == target.length && unpacked.read() >= 0) {
                throw new CorruptOrcException(tooLarge());
            }
            return filled;
        }
    }

    private static String tooLarge() {
        return "a chunk is larger than the file says that chunks are";
    }

    /** Unpacks a chunk. */
    @FunctionalInterface
    interface Unpacker {

        /** Unpacks into the beginning of the target and says how many bytes there are. */
        int unpack(byte[] source, int from, int length, byte[] target) throws IOException;
    }
}
