package dev.scout.loader.source.orc;

import java.io.IOException;
import java.util.Arrays;

/** The newer encoding of integers, with its four kinds of runs of up to 512. */
final class IntegersV2 implements Integers {

    private static final int LONGEST_RUN = 512;
    private static final int SHORTEST_REPEAT = 3;
    private static final int[] WIDTHS = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 30, 32, 40, 48,
        56, 64
    };

    private final Chunks stream;
    private final boolean signed;
    private long[] values = {};
    private int position;
    private int count;

    IntegersV2(Chunks stream, boolean signed) {
        this.stream = stream;
        this.signed = signed;
    }

    @Override
    public long next() throws IOException {
        if (position == count) {
            nextRun();
        }
        return values[position++];
    }

    private void nextRun() throws IOException {
        position = 0;
        count = 0;
        int first = stream.next();
        switch (first >>> 6) {
            case 0 -> repeat(first);
            case 1 -> direct(first);
            case 2 -> patched(first);
            default -> delta(first);
        }
    }

    private void repeat(int first) throws IOException {
        int length = (first & 7) + SHORTEST_REPEAT;
        long value = stream.bigEndian((first >>> 3 & 7) + 1);
        room(length);
        Arrays.fill(values, 0, length, signed ? unzigzag(value) : value);
        count = length;
    }

    private void direct(int first) throws IOException {
        int width = WIDTHS[first >>> 1 & 0x1F];
        int length = length(first) + 1;
        unpack(0, length, width);
        if (signed) {
            for (int i = 0; i < length; i++) {
                values[i] = unzigzag(values[i]);
            }
        }
        count = length;
    }

    private void delta(int first) throws IOException {
        int code = first >>> 1 & 0x1F;
        int length = length(first) + 1;
        long base = signed ? stream.signed() : stream.unsigned();
        long step = stream.signed();
        room(length);
        values[0] = base;
        if (code == 0) {
            for (int i = 1; i < length; i++) {
                values[i] = values[i - 1] + step;
            }
        } else if (length > 1) {
            values[1] = base + step;
            unpack(2, length - 2, WIDTHS[code]);
            for (int i = 2; i < length; i++) {
                values[i] = step < 0 ? values[i - 1] - values[i] : values[i - 1] + values[i];
            }
        }
        count = length;
    }

    private void patched(int first) throws IOException {
        int width = WIDTHS[first >>> 1 & 0x1F];
        int length = length(first) + 1;
        int third = stream.next();
        int fourth = stream.next();
        int baseBytes = (third >>> 5) + 1;
        int patchWidth = WIDTHS[third & 0x1F];
        int gapWidth = (fourth >>> 5) + 1;
        int patches = fourth & 0x1F;
        long base = stream.bigEndian(baseBytes);
        long sign = 1L << (baseBytes * 8 - 1);
        if ((base & sign) != 0) {
            base = -(base & ~sign);
        }
        if (patchWidth + gapWidth > Long.SIZE) {
            throw new CorruptOrcException("a run of integers has patches that are too wide");
        }
        unpack(0, length, width);
        patch(new long[patches], patchWidth, closest(patchWidth + gapWidth), width, length);
        for (int i = 0; i < length; i++) {
            values[i] += base;
        }
        count = length;
    }

    /** Puts in the high bits of the few values that have them. */
    private void patch(long[] list, int patchWidth, int entryWidth, int width, int length) throws IOException {
        long[] run = values;
        values = list;
        unpack(0, list.length, entryWidth);
        values = run;
        int at = 0;
        for (long entry : list) {
            at += (int) (patchWidth == Long.SIZE ? 0 : entry >>> patchWidth);
            long bits = patchWidth == Long.SIZE ? entry : entry & ((1L << patchWidth) - 1);
            if (bits != 0) {
                if (at >= length) {
                    throw new CorruptOrcException("a run of integers has a patch behind its end");
                }
                values[at] |= width == Long.SIZE ? 0 : bits << width;
            }
        }
    }

    private int length(int first) throws IOException {
        return (first & 1) << 8 | stream.next();
    }

    private void unpack(int from, int length, int width) throws IOException {
        room(from + length);
        int bits = 0;
        int current = 0;
        for (int i = from; i < from + length; i++) {
            long value = 0;
            int wanted = width;
            while (wanted > 0) {
                if (bits == 0) {
                    current = stream.next();
                    bits = 8;
                }
                int taken = Math.min(wanted, bits);
                bits -= taken;
                wanted -= taken;
                value = value << taken | (current >>> bits & ((1 << taken) - 1));
            }
            values[i] = value;
        }
    }

    private void room(int length) {
        if (values.length < length) {
            values = Arrays.copyOf(values, length <= 64 ? 64 : LONGEST_RUN);
        }
    }

    private static int closest(int width) {
        for (int fixed : WIDTHS) {
            if (fixed >= width) {
                return fixed;
            }
        }
        return Long.SIZE;
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
