package dev.scout.loader.source.compression;

import java.util.Arrays;

/** What a frame has given so far, as far back as its blocks may point, and as far as it has not been handed over. */
final class ZstdWindow {

    private static final int LEAST_ROOM = 1024 * 1024;

    /** Bytes from {@code begin} of the frame, or of what is kept of it, to before {@code end}. */
    byte[] content = new byte[0];

    int end;

    private int bytes;
    private int handedOver;
    private int released;

    /** Begins a frame. */
    void begin(int windowBytes) {
        bytes = windowBytes;
        end = 0;
        handedOver = 0;
        released = 0;
    }

    int bytes() {
        return bytes;
    }

    /** What blocks may point to. */
    byte[] before() {
        return Arrays.copyOfRange(content, Math.max(0, end - bytes), end);
    }

    /** Goes on behind some bytes that blocks may point to. */
    void goOn(int windowBytes, byte[] before) {
        begin(windowBytes);
        content = Arrays.copyOf(before, before.length + LEAST_ROOM);
        end = before.length;
        handedOver = end;
        released = end;
    }

    /** Makes room for a block, all before which has been handed over. */
    void reserve() {
        int needed = end + ZstdBlock.MOST_BYTES;
        if (needed <= content.length) {
            return;
        }
        int most = bytes + Math.max(LEAST_ROOM, bytes / 4);
        if (content.length < most) {
            content = Arrays.copyOf(content, Math.min(most, Math.max(needed, content.length * 2)));
        }
        if (needed > content.length) {
            int kept = Math.min(end, bytes);
            System.arraycopy(content, end - kept, content, 0, kept);
            end = kept;
            handedOver = kept;
            released = kept;
        }
    }

    /** Lets the block that has been written be taken. */
    void release() {
        released = end;
    }

    int waiting() {
        return released - handedOver;
    }

    int take(byte[] target, int offset, int length) {
        int taken = Math.min(length, waiting());
        System.arraycopy(content, handedOver, target, offset, taken);
        handedOver += taken;
        return taken;
    }

    void run(byte value, int times) {
        Arrays.fill(content, end, end + times, value);
        end += times;
    }

    /** Repeats what was written {@code distance} bytes ago; false where there was nothing. */
    boolean repeat(int distance, int length) {
        int from = end - distance;
        if (from < 0 || distance <= 0) {
            return false;
        }
        byte[] target = content;
        if (distance >= length) {
            System.arraycopy(target, from, target, end, length);
        } else {
            for (int i = 0; i < length; i++) {
                target[end + i] = target[from + i];
            }
        }
        end += length;
        return true;
    }
}
