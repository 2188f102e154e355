package dev.scout.loader.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON text that is being written, as UTF-8 bytes; used again and again. */
public final class JsonText {

    /** Whether a byte is an ASCII character that stands in a string as it is. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int c = 0x20; c < 0x80; c++) {
            PLAIN[c] = c != '"' && c != '\\';
        }
    }

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The characters of Windows-1252 from 0x80 to 0x9F; those that it leaves open are the control characters of that number. */
    private static final String WINDOWS_1252 =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
                    + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private static final int CHUNK = 1024;
    private static final int LONGEST_ESCAPE = 6;

    private byte[] bytes = new byte[16 * 1024];
    private int length;

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Drops what stands behind so many bytes. */
    public void cut(int bytesKept) {
        length = Math.min(length, bytesKept);
    }

    public JsonText raw(byte value) {
        reserve(1);
        bytes[length++] = value;
        return this;
    }

    public JsonText raw(byte[] values) {
        return raw(values, 0, values.length);
    }

    public JsonText raw(byte[] values, int from, int to) {
        reserve(to - from);
        System.arraycopy(values, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Text that is ASCII and needs no escape. */
    public JsonText ascii(String text) {
        int size = text.length();
        reserve(size);
        for (int i = 0; i < size; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += size;
        return this;
    }

    /** A number that is not negative, with zeros before it. */
    JsonText digits(int number, int width) {
        reserve(width);
        int rest = number;
        for (int i = length + width - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
        return this;
    }

    /** A string, quotes included. */
    public JsonText string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        raw((byte) '"');
        utf8(utf8, 0, utf8.length);
        return raw((byte) '"');
    }

    /** The inside of a string, from bytes that are valid UTF-8. */
    public void utf8(byte[] source, int from, int to) {
        for (int begin = from; begin < to; begin += CHUNK) {
            reserve(CHUNK * LONGEST_ESCAPE);
            for (int i = begin, end = Math.min(to, begin + CHUNK); i < end; i++) {
                if (source[i] < 0) {
                    bytes[length++] = source[i];
                } else {
                    character(source[i]);
                }
            }
        }
    }

    /**
     * The inside of a string, from bytes that should be UTF-8; a byte that is not is taken for one of Windows-1252.
     *
     * @return how many such bytes there were
     */
    public int utf8OrWindows1252(byte[] source, int from, int to) {
        int strangers = 0;
        int i = from;
        while (i < to) {
            reserve(CHUNK * LONGEST_ESCAPE);
            int end = Math.min(to, i + CHUNK - 4);
            while (i < end) {
                i = plain(source, i, end);
                if (i == end) {
                    break;
                }
                byte b = source[i];
                if (b >= 0) {
                    character(b);
                    i++;
                    continue;
                }
                int size = Utf8.sequenceLength(source, i, to);
                if (size == 0) {
                    windows1252(b);
                    strangers++;
                    i++;
                }
                for (int behind = i + size; i < behind; i++) {
                    bytes[length++] = source[i];
                }
            }
        }
        return strangers;
    }

    /** Copies characters that need nothing, for which there is room; returns where one comes that does. */
    private int plain(byte[] source, int from, int to) {
        byte[] target = bytes;
        int at = length;
        int i = from;
        while (i < to && PLAIN[source[i] & 0xFF]) {
            target[at++] = source[i++];
        }
        length = at;
        return i;
    }

    /** The inside of a string, from bytes in Windows-1252. */
    public void windows1252(byte[] source, int from, int to) {
        for (int begin = from; begin < to; begin += CHUNK) {
            reserve(CHUNK * LONGEST_ESCAPE);
            for (int i = begin, end = Math.min(to, begin + CHUNK); i < end; i++) {
                if (source[i] < 0) {
                    windows1252(source[i]);
                } else {
                    character(source[i]);
                }
            }
        }
    }

    public static char windows1252(int value) {
        return value >= 0x80 && value < 0xA0 ? WINDOWS_1252.charAt(value - 0x80) : (char) value;
    }

    private void windows1252(byte value) {
        char c = windows1252(value & 0xFF);
        if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
        } else {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            bytes[length++] = (byte) (0x80 | (c >> 6 & 0x3F));
        }
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    /** An ASCII character, escaped where it must be; there is room. */
    private void character(byte b) {
        if (b >= 0x20) {
            if (b == '"' || b == '\\') {
                bytes[length++] = '\\';
            }
            bytes[length++] = b;
            return;
        }
        bytes[length++] = '\\';
        switch (b) {
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[b >> 4];
                bytes[length++] = HEX[b & 0xF];
            }
        }
    }

    private void reserve(int size) {
        if (size > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size));
        }
    }
}
