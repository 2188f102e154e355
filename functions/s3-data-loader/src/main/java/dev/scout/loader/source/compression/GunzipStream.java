package dev.scout.loader.source.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip, members one behind the other included. (The JDK's own stream asks {@code available()} whether another member follows, which
 * a network stream can not tell, and passes over whatever stands behind the last member.)
 */
final class GunzipStream extends UnpackingStream {

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private long unpacked;
    private boolean inMember;

    /** What was met behind bytes that are handed over first. */
    private @Nullable DamageException met;

    private boolean firstMember = true;

    GunzipStream(InputStream packed) {
        super(packed, "gzip");
    }

    @Override
    int unpack(byte[] target, int offset, int length) throws IOException, DamageException {
        if (!inMember && !beginMember()) {
            return -1;
        }
        if (met != null) {
            throw met;
        }
        long before = inflater.getBytesWritten();
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
            met = corrupt(String.valueOf(e.getMessage()));
            int read = (int) (inflater.getBytesWritten() - before);
            if (read == 0) {
                throw met;
            }
            return read;
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

    private boolean beginMember() throws IOException, DamageException {
        if (!GzipHeader.pass(this, firstMember)) {
            return false;
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
}
