package dev.scout.loader.source.compression;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The 64-bit xxHash with seed 0, of bytes that come piece by piece. */
final class Xxh64 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final long FIRST_LANE = 0x60EA27EEADC0B5D6L; // PRIME_1 + PRIME_2
    private static final int STRIPE_BYTES = 32;

    private final byte[] rest = new byte[STRIPE_BYTES];
    private int restLength;
    private long total;
    private long lane1;
    private long lane2;
    private long lane3;
    private long lane4;

    Xxh64() {
        reset();
    }

    void reset() {
        restLength = 0;
        total = 0;
        lane1 = FIRST_LANE;
        lane2 = PRIME_2;
        lane3 = 0;
        lane4 = -PRIME_1;
    }

    void save(DataOutputStream state) throws IOException {
        state.write(rest);
        state.writeByte(restLength);
        for (long value : new long[] {total, lane1, lane2, lane3, lane4}) {
            state.writeLong(value);
        }
    }

    void restore(DataInputStream state) throws IOException {
        state.readFully(rest);
        restLength = state.readByte();
        total = state.readLong();
        lane1 = state.readLong();
        lane2 = state.readLong();
        lane3 = state.readLong();
        lane4 = state.readLong();
    }

    void update(byte[] bytes, int from, int to) {
        total += to - from;
        int at = from;
        if (restLength > 0) {
            int taken = Math.min(STRIPE_BYTES - restLength, to - at);
            System.arraycopy(bytes, at, rest, restLength, taken);
            restLength += taken;
            at += taken;
            if (restLength < STRIPE_BYTES) {
                return;
            }
            stripe(rest, 0);
            restLength = 0;
        }
        while (at + STRIPE_BYTES <= to) {
            stripe(bytes, at);
            at += STRIPE_BYTES;
        }
        restLength = to - at;
        System.arraycopy(bytes, at, rest, 0, restLength);
    }

    long value() {
        long hash = PRIME_5;
        if (total >= STRIPE_BYTES) {
            hash = Long.rotateLeft(lane1, 1)
                    + Long.rotateLeft(lane2, 7)
                    + Long.rotateLeft(lane3, 12)
                    + Long.rotateLeft(lane4, 18);
            hash = merge(merge(merge(merge(hash, lane1), lane2), lane3), lane4);
        }
        return avalanche(tail(hash + total));
    }

    private long tail(long begin) {
        long hash = begin;
        int at = 0;
        for (; at + Long.BYTES <= restLength; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(rest, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= restLength) {
            hash = Long.rotateLeft(hash ^ ((int) INT.get(rest, at) & 0xFFFF_FFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < restLength; at++) {
            hash = Long.rotateLeft(hash ^ (rest[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        return hash;
    }

    private void stripe(byte[] bytes, int at) {
        lane1 = round(lane1, (long) LONG.get(bytes, at));
        lane2 = round(lane2, (long) LONG.get(bytes, at + 8));
        lane3 = round(lane3, (long) LONG.get(bytes, at + 16));
        lane4 = round(lane4, (long) LONG.get(bytes, at + 24));
    }

    private static long round(long lane, long value) {
        return Long.rotateLeft(lane + value * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long value) {
        long hash = (value ^ value >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
