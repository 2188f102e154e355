package dev.scout.loader.object;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object from its beginning, for who mostly looks at that and then goes on elsewhere: of what lies behind it nothing is fetched before it
 * is read.
 */
final class GlancedStream extends InputStream {

    private static final long HEAD_BYTES = 1024 * 1024;

    private final ObjectStore objects;
    private final LandedObject object;
    private final byte[] single = new byte[1];
    private InputStream bytes;
    private boolean isHead;

    GlancedStream(ObjectStore objects, LandedObject object) throws ObjectGoneException {
        this.objects = objects;
        this.object = object;
        this.isHead = object.sizeBytes() > HEAD_BYTES;
        this.bytes = objects.open(object, 0, Math.min(HEAD_BYTES, object.sizeBytes()));
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = bytes.read(target, offset, length);
        if (read >= 0 || !isHead) {
            return read;
        }
        isHead = false;
        bytes.close();
        bytes = new ObjectRanges(objects, object).from(HEAD_BYTES);
        return bytes.read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
