package dev.scout.loader.source.compression;

import dev.scout.loader.source.Damage;
import dev.scout.loader.source.Refusal;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks something compressed. Damage ends the stream instead of throwing: what could be read until there is good, and {@link #damage()}
 * says what is missing.
 */
public abstract class UnpackingStream extends InputStream {

    private final InputStream packed;
    private final String format;
    private final byte[] single = new byte[1];
    private boolean ended;
    private @Nullable Damage damage;

    /** So many bytes that have been used stay before the others, for who gives back what it has read too much. */
    private static final int KEPT = 8;

    /** What was read of the packed bytes and not used yet: from {@code position} to before {@code limit}. */
    final byte[] input = new byte[64 * 1024];

    int position = KEPT;
    int limit = KEPT;

    /** How far apart places are at which unpacking can begin again. */
    long betweenPoints = 16L * 1024 * 1024;

    private long packedRead;
    private long unpacked;
    private @Nullable ResumePoint latest;
    private @Nullable ResumePoint previous;

    /**
     * @param format as sentences name it
     */
    UnpackingStream(InputStream packed, String format) {
        this(packed, format, null);
    }

    /**
     * @param format as sentences name it
     * @param point from which on {@code packed} is; null where that is its beginning
     */
    UnpackingStream(InputStream packed, String format, @Nullable ResumePoint point) {
        this.packed = packed;
        this.format = format;
        this.latest = point;
        this.packedRead = point == null ? 0 : point.packedAt();
        this.unpacked = point == null ? 0 : point.unpackedAt();
    }

    /** The last place, as far as is kept, from which on it can be unpacked again to come to so many unpacked bytes; null where there is none. */
    public final @Nullable ResumePoint resumePoint(long unpackedAt) {
        ResumePoint point = latest != null && latest.unpackedAt() <= unpackedAt ? latest : previous;
        return point != null && point.unpackedAt() <= unpackedAt ? point : null;
    }

    /** Whether here, where everything that has been unpacked is handed over, a point should be kept. */
    final boolean isPointDue() {
        return unpacked - (latest == null ? 0 : latest.unpackedAt()) >= betweenPoints;
    }

    /** @param unused how many bytes of those that have been read lie behind the point */
    final void keepPoint(int unused, byte[] state) {
        previous = latest;
        latest = new ResumePoint(packedRead - (limit - position) - unused, unpacked, state);
    }

    /**
     * Unpacks some bytes.
     *
     * @return how many, or -1 at the end; 0 is a step that gave none
     */
    abstract int unpack(byte[] target, int offset, int length) throws IOException, DamageException;

    /** What is wrong; null while nothing is. */
    public final @Nullable Damage damage() {
        return damage;
    }

    @Override
    public final int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = 0;
        try {
            while (!ended && read == 0) {
                read = unpack(target, offset, length);
                ended = read < 0;
            }
        } catch (DamageException e) {
            end(e.damage());
        } catch (IndexOutOfBoundsException e) {
            end(corrupt("it points outside of itself").damage());
        }
        unpacked += Math.max(0, read);
        return read > 0 ? read : -1;
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }

    private void end(Damage what) {
        ended = true;
        damage = what;
    }

    final DamageException corrupt(String how) {
        return new DamageException(new Damage(Refusal.CORRUPT_FILE, "The " + format + " is damaged: " + how + "."));
    }

    final DamageException altered() {
        return new DamageException(new Damage(
                Refusal.CORRUPT_FILE,
                "The " + format + "'s checksum does not fit its content: some of it has been altered."));
    }

    final DamageException followed() {
        return new DamageException(new Damage(
                Refusal.CORRUPT_FILE,
                "Behind the end of the " + format + " there are bytes that are no " + format
                        + "; they were left out."));
    }

    /** The next packed byte; there has to be one. */
    final int need() throws IOException, DamageException {
        int value = next();
        if (value < 0) {
            throw new DamageException(
                    new Damage(Refusal.TRUNCATED, "The " + format + " ends before its end: the file is cut off."));
        }
        return value;
    }

    /** The next four, the lowest first. */
    final long needInt() throws IOException, DamageException {
        return need() | (long) need() << 8 | (long) need() << 16 | (long) need() << 24;
    }

    final void need(byte[] target, int length) throws IOException, DamageException {
        int at = 0;
        while (at < length) {
            if (position == limit) {
                target[at++] = (byte) need();
            }
            int taken = Math.min(length - at, limit - position);
            System.arraycopy(input, position, target, at, taken);
            position += taken;
            at += taken;
        }
    }

    final void pass(long count) throws IOException, DamageException {
        long left = count;
        while (left > 0) {
            need();
            long passed = Math.min(left - 1, limit - position);
            position += (int) passed;
            left -= passed + 1;
        }
    }

    /** The next packed byte; -1 at the end. */
    final int next() throws IOException {
        return position < limit || fill() ? input[position++] & 0xFF : -1;
    }

    final boolean fill() throws IOException {
        System.arraycopy(input, limit - KEPT, input, 0, KEPT);
        int read = packed.read(input, KEPT, input.length - KEPT);
        position = KEPT;
        limit = KEPT + Math.max(read, 0);
        packedRead += Math.max(read, 0);
        return read > 0;
    }

    /** The packed bytes are not what they should be. */
    static final class DamageException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Damage damage;

        DamageException(Damage damage) {
            super(damage.message());
            this.damage = damage;
        }

        Damage damage() {
            return damage;
        }
    }
}
