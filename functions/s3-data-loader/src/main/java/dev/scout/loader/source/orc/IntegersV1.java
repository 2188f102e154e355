package dev.scout.loader.source.orc;

import java.io.IOException;

/** The older encoding of integers: runs with a fixed step, or numbers as they are. */
final class IntegersV1 implements Integers {

    private static final int SHORTEST_RUN = 3;

    private final Chunks stream;
    private final boolean signed;
    private int left;
    private boolean isRun;
    private long value;
    private int step;

    IntegersV1(Chunks stream, boolean signed) {
        this.stream = stream;
        this.signed = signed;
    }

    @Override
    public long next() throws IOException {
        if (left == 0) {
            begin();
        }
        left--;
        if (!isRun) {
            return read();
        }
        long result = value;
        value += step;
        return result;
    }

    private void begin() throws IOException {
        int control = stream.next();
        isRun = control < 0x80;
        if (isRun) {
            left = control + SHORTEST_RUN;
            step = (byte) stream.next();
            value = read();
        } else {
            left = 0x100 - control;
        }
    }

    private long read() throws IOException {
        return signed ? stream.signed() : stream.unsigned();
    }
}
