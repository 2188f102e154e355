package dev.scout.loader.source.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip, members one behind the other included. (The JDK's own stream asks {@code available()} whether another member follows, which
 * a network stream can not tell, and passes over whatever stands behind the last member.)
 */
final class GunzipStream extends UnpackingStream {

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int DEFLATE = 8;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private long unpacked;
    private boolean inMember;
    private boolean firstMember = true;

    GunzipStream(InputStream packed) {
        super(packed, "gzip");
    }

    @Override
    int unpack(byte[] target, int offset, int length) throws IOException, DamageException {
        if (!inMember && !beginMember()) {
            return -1;
        }
        try {
            int read = inflater.inflate(target, offset, length);
            if (read > 0) {
                crc.update(target, offset, read);
                unpacked += read;
            } else if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw corrupt("it asks for a dictionary, which gzip has none of");
            } else if (inflater.needsInput()) {
                feed();
            }
            return read;
        } catch (DataFormatException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        super.close();
    }

    private void feed() throws IOException, DamageException {
        if (position == limit) {
            need();
            position--;
        }
        inflater.setInput(input, position, limit - position);
        position = limit;
    }

    /** Reads a member's header; false at the end of the file. */
    private boolean beginMember() throws IOException, DamageException {
        int first = firstMember ? next() : nextBehindPadding();
        if (first < 0) {
            return false;
        }
        if (first != 0x1F || need() != 0x8B || need() != DEFLATE) {
            throw followed();
        }
        int flags = need();
        pass(6);
        if ((flags & FLAG_EXTRA) != 0) {
            pass(need() | need() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            pass(2);
        }
        inflater.reset();
        crc.reset();
        unpacked = 0;
        inMember = true;
        firstMember = false;
        return true;
    }

    private void endMember() throws IOException, DamageException {
        position -= inflater.getRemaining();
        long expectedCrc = needInt();
        long expectedSize = needInt();
        if (expectedCrc != crc.getValue() || expectedSize != (unpacked & 0xFFFF_FFFFL)) {
            throw altered();
        }
        inMember = false;
    }

    private int nextBehindPadding() throws IOException {
        int value = next();
        while (value == 0) {
            value = next();
        }
        return value;
    }

    private void skipText() throws IOException, DamageException {
        while (need() != 0) {
            // The name and the comment mean nothing here.
        }
    }
}
