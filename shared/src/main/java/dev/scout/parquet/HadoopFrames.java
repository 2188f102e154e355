package dev.scout.parquet;

import io.airlift.compress.Decompressor;
import java.nio.ByteBuffer;

/**
 * Hadoop's framing of block codecs: the size of what follows (four bytes, big-endian), then blocks, each after its compressed size, until
 * there is that much; and so on.
 */
final class HadoopFrames {

    private HadoopFrames() {}

    /** Decompresses into the target; false where the source is not framed so, and then the target holds anything. */
    static boolean decompress(Decompressor decompressor, ByteBuffer source, ByteBuffer target) {
        while (source.remaining() > Integer.BYTES) {
            int size = source.getInt();
            if (size < 0 || size > target.remaining()) {
                return false;
            }
            int end = target.position() + size;
            while (target.position() < end) {
                if (!block(decompressor, source, target, end)) {
                    return false;
                }
            }
        }
        return !target.hasRemaining();
    }

    private static boolean block(Decompressor decompressor, ByteBuffer source, ByteBuffer target, int end) {
        if (source.remaining() <= Integer.BYTES) {
            return false;
        }
        int length = source.getInt();
        if (length <= 0 || length > source.remaining()) {
            return false;
        }
        ByteBuffer block = source.duplicate();
        block.limit(source.position() + length);
        ByteBuffer room = target.duplicate();
        room.limit(end);
        try {
            decompressor.decompress(block, room);
        } catch (RuntimeException e) {
            return false;
        }
        boolean progress = room.position() > target.position();
        source.position(source.position() + length);
        target.position(room.position());
        return progress;
    }
}
