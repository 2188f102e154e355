package dev.scout.loader.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages text as it happens to text: pieces repeated, lost and moved, two files in one, signs where none belong, very long and deep values. */
final class MangledText {

    private static final String[] SIGNS = {
        "\"", "'", "\n", "\r\n", "\r", ",", ";", "\t", "]", "[", "{", "}", "\\", "\0", "\",\"", "#", ":", "\"\"", "],",
        "}{", "\u00e9", " "
    };

    private final Random random;
    private final int longest;

    /** @param longest how long a record may be */
    MangledText(Random random, int longest) {
        this.random = random;
        this.longest = longest;
    }

    /** The text with one to three damages. */
    byte[] of(byte[] original, byte[] other) {
        byte[] mangled = original;
        for (int i = 0, count = 1 + random.nextInt(3); i < count && mangled.length > 1; i++) {
            mangled = once(mangled, other);
        }
        return mangled;
    }

    private byte[] once(byte[] text, byte[] other) {
        int at = random.nextInt(text.length);
        int length = Math.min(text.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 600));
        return switch (random.nextInt(12)) {
            case 0 -> joined(text, 0, at, new byte[] {(byte) (text[at] ^ 1 << random.nextInt(8))}, at + 1);
            case 1 -> joined(text, 0, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 2 -> joined(text, 0, at, new byte[0], text.length);
            case 3 -> joined(text, 0, at, slice(other, random.nextInt(other.length), other.length), text.length);
            case 4 -> joined(text, 0, at + length, slice(text, at, at + length), at + length);
            case 5 -> joined(text, 0, at, new byte[0], at + length);
            case 6 -> joined(text, 0, at, slice(text, at + length / 2, at + length), at, at + length / 2, at + length);
            case 7 -> inserted(text, at, "x".repeat(random.nextInt(3 * longest)));
            case 8 -> inserted(text, at, (random.nextBoolean() ? "[" : "{\"a\":").repeat(random.nextInt(1200)));
            case 9 -> inserted(text, at, random.nextBoolean() ? "9".repeat(random.nextInt(longest)) : "1e-999999999");
            default -> inserted(text, at, SIGNS[random.nextInt(SIGNS.length)]);
        };
    }

    private static byte[] inserted(byte[] text, int at, String piece) {
        return joined(text, 0, at, piece.getBytes(StandardCharsets.UTF_8), at);
    }

    private static byte[] slice(byte[] text, int from, int to) {
        return Arrays.copyOfRange(text, from, to);
    }

    /** A beginning, a piece, and the text from somewhere on. */
    private static byte[] joined(byte[] text, int from, int to, byte[] piece, int on) {
        return joined(text, from, to, piece, 0, 0, on);
    }

    /** The same with another piece of the text before its end. */
    private static byte[] joined(byte[] text, int from, int to, byte[] piece, int begin, int end, int on) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(text, from, to - from);
        joined.writeBytes(piece);
        joined.write(text, begin, end - begin);
        joined.write(text, on, text.length - on);
        return joined.toByteArray();
    }
}
