package dev.scout.loader.source.orc;

import dev.scout.loader.source.orc.OrcCodec.Unpacker;
import java.io.IOException;

/** How a file is compressed; for one thread. */
final class ChunkFormat {

    /** The format knows no limit; its writers use 256 KiB. */
    private static final long LARGEST_CHUNK = 64L * 1024 * 1024;

    private final OrcCodec codec;
    private final Unpacker unpacker;
    private final int chunkBytes;
    private byte[] scratch = {};

    ChunkFormat(OrcCodec codec, long chunkBytes) throws CorruptOrcException {
        if (codec != OrcCodec.NONE && (chunkBytes <= 0 || chunkBytes > LARGEST_CHUNK)) {
            throw new CorruptOrcException("it says that its chunks have " + chunkBytes + " bytes");
        }
        this.codec = codec;
        this.unpacker = codec.unpacker();
        this.chunkBytes = (int) chunkBytes;
    }

    OrcCodec codec() {
        return codec;
    }

    /** Whether there are no chunks at all. */
    boolean isPlain() {
        return codec == OrcCodec.NONE;
    }

    /** A place to unpack a chunk into, the same for all streams. */
    byte[] scratch() {
        if (scratch.length == 0) {
            scratch = new byte[chunkBytes];
        }
        return scratch;
    }

    int unpack(byte[] source, int from, int length, byte[] target) throws IOException {
        return unpacker.unpack(source, from, length, target);
    }
}
