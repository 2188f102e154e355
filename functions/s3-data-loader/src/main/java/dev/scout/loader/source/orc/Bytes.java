package dev.scout.loader.source.orc;

import java.io.IOException;

/** Bytes in runs, and bits in such bytes. */
final class Bytes {

    private static final int SHORTEST_RUN = 3;

    private final Chunks stream;
    private int left;
    private boolean isRun;
    private byte value;
    private int bits;
    private byte current;

    Bytes(Chunks stream) {
        this.stream = stream;
    }

    byte next() throws IOException {
        if (left == 0) {
            int control = stream.next();
            isRun = control < 0x80;
            if (isRun) {
                left = control + SHORTEST_RUN;
                value = (byte) stream.next();
            } else {
                left = 0x100 - control;
            }
        }
        left--;
        return isRun ? value : (byte) stream.next();
    }

    /** The next bit, where the stream holds bits. */
    boolean nextBit() throws IOException {
        if (bits == 0) {
            current = next();
            bits = 8;
        }
        return (current >>> --bits & 1) == 1;
    }
}
