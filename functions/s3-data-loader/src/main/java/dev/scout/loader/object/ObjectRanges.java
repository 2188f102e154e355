package dev.scout.loader.object;

import dev.scout.ScoutException;
import dev.scout.loader.source.Ranges;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Any bytes of an object, fetched by ranged requests for that very content. Small pieces are fetched with what lies behind them, which is
 * usually wanted next. For one thread.
 */
final class ObjectRanges implements Ranges {

    private static final int LEAST_FETCHED = 128 * 1024;
    private static final int TRIES = 3;

    private final ObjectStore objects;
    private final LandedObject object;
    private byte[] block = new byte[0];
    private long blockAt;

    ObjectRanges(ObjectStore objects, LandedObject object) {
        this.objects = objects;
        this.object = object;
    }

    @Override
    public long sizeBytes() {
        return object.sizeBytes();
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        int wanted = (int) Math.min(length, object.sizeBytes() - position);
        if (wanted <= 0) {
            return 0;
        }
        if (wanted >= LEAST_FETCHED) {
            fetch(position, target, offset, wanted);
            return wanted;
        }
        if (position < blockAt || position + wanted > blockAt + block.length) {
            byte[] next = new byte[(int) Math.min(LEAST_FETCHED, object.sizeBytes() - position)];
            fetch(position, next, 0, next.length);
            block = next;
            blockAt = position;
        }
        System.arraycopy(block, (int) (position - blockAt), target, offset, wanted);
        return wanted;
    }

    @Override
    public InputStream from(long position) {
        if (position >= object.sizeBytes()) {
            return InputStream.nullInputStream();
        }
        return opened(position, object.sizeBytes()).readAhead();
    }

    private void fetch(long position, byte[] target, int offset, int length) {
        for (int attempt = 1; ; attempt++) {
            try (ObjectStream bytes = opened(position, position + length)) {
                bytes.readNBytes(target, offset, length);
                return;
            } catch (IOException | SdkException e) {
                throw new IllegalStateException("An object's stream has translated its failures", e);
            } catch (ScoutException e) {
                if (!e.retryable() || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private ObjectStream opened(long from, long to) {
        try {
            return objects.open(object, from, to);
        } catch (ObjectGoneException e) {
            // Whoever comes again is told so before anything is read.
            throw new ScoutException(
                    "OBJECT_GONE", true, "While it was read, " + object.uri() + " was removed or replaced.", e);
        }
    }
}
