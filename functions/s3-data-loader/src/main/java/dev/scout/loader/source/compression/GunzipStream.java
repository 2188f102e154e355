package dev.scout.loader.source.compression;

import dev.scout.loader.source.Damage;
import dev.scout.loader.source.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip, members one behind the other included. Damage ends the stream instead of throwing: what could be read until there is good,
 * and {@link #damage()} says what is missing. (The JDK's own stream asks {@code available()} whether another member follows, which a
 * network stream can not tell, and passes over whatever stands behind the last member.)
 */
public final class GunzipStream extends InputStream {

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int DEFLATE = 8;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[64 * 1024];
    private final byte[] single = new byte[1];
    private int position;
    private int limit;
    private long unpacked;
    private boolean inMember;
    private boolean firstMember = true;
    private boolean ended;
    private @Nullable Damage damage;

    public GunzipStream(InputStream packed) {
        this.packed = packed;
    }

    /** What is wrong with the gzip; null while nothing is. */
    @Nullable
    public Damage damage() {
        return damage;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended && damage == null) {
            try {
                if (!inMember && !beginMember()) {
                    ended = true;
                    return -1;
                }
                int read = inflater.inflate(target, offset, length);
                if (read > 0) {
                    crc.update(target, offset, read);
                    unpacked += read;
                    return read;
                }
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    damage =
                            new Damage(Refusal.CORRUPT_FILE, "The gzip asks for a dictionary, which gzip has none of.");
                } else if (inflater.needsInput()) {
                    feed();
                }
            } catch (DataFormatException e) {
                damage = new Damage(Refusal.CORRUPT_FILE, "The gzip is damaged: " + e.getMessage() + ".");
            } catch (CutOffException e) {
                damage = new Damage(Refusal.TRUNCATED, "The gzip ends before its end: the file is cut off.");
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }

    private void feed() throws IOException, CutOffException {
        if (position == limit && !fill()) {
            throw new CutOffException();
        }
        inflater.setInput(input, position, limit - position);
        position = limit;
    }

    /** Reads a member's header; false at the end of the file. */
    private boolean beginMember() throws IOException, CutOffException {
        int first = firstMember ? next() : nextBehindPadding();
        if (first < 0) {
            return false;
        }
        if (first != 0x1F || next() != 0x8B || next() != DEFLATE) {
            damage = new Damage(
                    Refusal.CORRUPT_FILE,
                    "Behind the end of the gzip there are bytes that are no gzip; they were left out.");
            return false;
        }
        int flags = need();
        for (int i = 0; i < 6; i++) {
            need();
        }
        if ((flags & FLAG_EXTRA) != 0) {
            int length = need() | need() << 8;
            for (int i = 0; i < length; i++) {
                need();
            }
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            need();
            need();
        }
        inflater.reset();
        crc.reset();
        unpacked = 0;
        inMember = true;
        firstMember = false;
        return true;
    }

    private void endMember() throws IOException, CutOffException {
        position -= inflater.getRemaining();
        long expectedCrc = needInt();
        long expectedSize = needInt();
        if (expectedCrc != crc.getValue() || expectedSize != (unpacked & 0xFFFF_FFFFL)) {
            damage = new Damage(
                    Refusal.CORRUPT_FILE, "The gzip's checksum does not fit its content: some of it has been altered.");
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

    private void skipText() throws IOException, CutOffException {
        while (need() != 0) {
            // The name and the comment mean nothing here.
        }
    }

    private long needInt() throws IOException, CutOffException {
        return need() | (long) need() << 8 | (long) need() << 16 | (long) need() << 24;
    }

    private int need() throws IOException, CutOffException {
        int value = next();
        if (value < 0) {
            throw new CutOffException();
        }
        return value;
    }

    private int next() throws IOException {
        return position < limit || fill() ? input[position++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        int read = packed.read(input, 0, input.length);
        position = 0;
        limit = Math.max(read, 0);
        return read > 0;
    }

    private static final class CutOffException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
