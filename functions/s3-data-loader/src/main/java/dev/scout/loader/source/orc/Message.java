package dev.scout.loader.source.orc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Protocol Buffers message, field by field. */
final class Message {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int wireType;

    Message(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Message(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** The number of the next field; 0 at the end. Its value must be taken or {@link #skip}ped. */
    int next() throws CorruptOrcException {
        if (at == end) {
            return 0;
        }
        long key = varint();
        wireType = (int) key & 7;
        return (int) (key >>> 3);
    }

    long number() throws CorruptOrcException {
        if (wireType != VARINT) {
            throw new CorruptOrcException("a number in its metadata is none");
        }
        return varint();
    }

    int integer() throws CorruptOrcException {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number()));
    }

    /** Adds a repeated number, packed or not. */
    void addNumbers(List<Integer> numbers) throws CorruptOrcException {
        if (wireType == VARINT) {
            numbers.add(integer());
            return;
        }
        Message packed = message();
        while (packed.at < packed.end) {
            numbers.add((int) packed.varint());
        }
    }

    String text() throws CorruptOrcException {
        Message field = message();
        return new String(bytes, field.at, field.end - field.at, StandardCharsets.UTF_8);
    }

    Message message() throws CorruptOrcException {
        if (wireType != BYTES) {
            throw new CorruptOrcException("a part of its metadata is none");
        }
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new CorruptOrcException("its metadata goes beyond its end");
        }
        Message field = new Message(bytes, at, at + (int) length);
        at += (int) length;
        return field;
    }

    void skip() throws CorruptOrcException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> at += Long.BYTES;
            case FIXED32 -> at += Integer.BYTES;
            case BYTES -> message();
            default -> throw new CorruptOrcException("its metadata is no Protocol Buffers message");
        }
        if (at > end) {
            throw new CorruptOrcException("its metadata goes beyond its end");
        }
    }

    /** Reads each of the messages that a field repeats. */
    static <T> void add(List<T> target, Message message, Parser<T> parser) throws CorruptOrcException {
        target.add(parser.parse(message.message()));
    }

    static List<Integer> numbers() {
        return new ArrayList<>(2);
    }

    private long varint() throws CorruptOrcException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= end) {
                throw new CorruptOrcException("its metadata ends too early");
            }
            byte b = bytes[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptOrcException("a number in its metadata does not end");
    }

    /** Makes something of a message. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(Message message) throws CorruptOrcException;
    }
}
