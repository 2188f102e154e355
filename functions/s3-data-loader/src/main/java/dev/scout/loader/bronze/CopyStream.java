package dev.scout.loader.bronze;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table, in COPY's text format, gathered into large messages. */
final class CopyStream {

    private static final int BUFFER_BYTES = 128 * 1024;
    private static final byte[] NULL = {'\\', 'N'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** What a byte becomes behind a backslash; 0 for a byte that stays. */
    private static final byte[] ESCAPES = new byte[256];

    static {
        ESCAPES['\\'] = '\\';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\t'] = 't';
    }

    private final CopyIn copy;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int length;

    CopyStream(Connection connection, String sql) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    }

    void next() throws SQLException {
        put((byte) '\t');
    }

    void endRow() throws SQLException {
        put((byte) '\n');
    }

    void none() throws SQLException {
        plain(NULL);
    }

    /** Bytes that are in COPY's format already. */
    void plain(byte[] bytes) throws SQLException {
        plain(bytes, 0, bytes.length);
    }

    void escaped(@Nullable String text) throws SQLException {
        if (text == null) {
            none();
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        escaped(bytes, 0, bytes.length);
    }

    void escaped(byte[] bytes, int from, int to) throws SQLException {
        int at = from;
        while (at < to) {
            int clean = at;
            while (clean < to && ESCAPES[bytes[clean] & 0xFF] == 0) {
                clean++;
            }
            plain(bytes, at, clean);
            at = clean;
            if (at < to) {
                put((byte) '\\');
                put(ESCAPES[bytes[at++] & 0xFF]);
            }
        }
    }

    void number(@Nullable Long value) throws SQLException {
        if (value == null) {
            none();
        } else {
            number(value.longValue());
        }
    }

    void number(long value) throws SQLException {
        reserve(20);
        if (value < 0) {
            plain(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** The last 16 digits of a UUID, with their dash. */
    void uuidTail(long bits) throws SQLException {
        reserve(17);
        for (int shift = 60; shift >= 0; shift -= 4) {
            if (shift == 44) {
                buffer[length++] = '-';
            }
            buffer[length++] = HEX[(int) (bits >>> shift) & 0xF];
        }
    }

    void bytes(byte @Nullable [] value) throws SQLException {
        if (value == null) {
            none();
            return;
        }
        plain(new byte[] {'\\', '\\', 'x'});
        for (byte b : value) {
            put(HEX[b >> 4 & 0xF]);
            put(HEX[b & 0xF]);
        }
    }

    /** Ends the COPY; its rows are in the table when this returns. */
    void end() throws SQLException {
        flush();
        copy.endCopy();
    }

    /** Gives the COPY up, so that the connection can be used again. */
    void cancel() {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            // Whoever cancels is handling a failure already, and a broken connection ends the COPY as well.
        }
    }

    private void put(byte value) throws SQLException {
        if (length == buffer.length) {
            flush();
        }
        buffer[length++] = value;
    }

    private void plain(byte[] bytes, int from, int to) throws SQLException {
        int size = to - from;
        if (size <= buffer.length - length) {
            System.arraycopy(bytes, from, buffer, length, size);
            length += size;
            return;
        }
        flush();
        if (size >= buffer.length) {
            copy.writeToCopy(bytes, from, size);
            return;
        }
        System.arraycopy(bytes, from, buffer, 0, size);
        length = size;
    }

    private void reserve(int size) throws SQLException {
        if (size > buffer.length - length) {
            flush();
        }
    }

    private void flush() throws SQLException {
        if (length > 0) {
            copy.writeToCopy(buffer, 0, length);
            length = 0;
        }
    }
}
