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

    /** What was read of the packed bytes and not used yet: from {@code position} to before {@code limit}. */
    final byte[] input = new byte[64 * 1024];

    int position;
    int limit;

    /**
     * @param format as sentences name it
     */
    UnpackingStream(InputStream packed, String format) {
        this.packed = packed;
        this.format = format;
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
        int read = packed.read(input, 0, input.length);
        position = 0;
        limit = Math.max(read, 0);
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
