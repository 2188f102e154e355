package dev.scout.loader.external;

import dev.scout.loader.external.ExternalSource.Opened;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of what was opened. */
final class Stretch extends InputStream {

    private final Opened opened;
    private long left;

    Stretch(Opened opened, long length) {
        this.opened = opened;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = opened.bytes().read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public void close() {
        opened.abort().run();
    }
}
