package dev.scout.loader.source;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * How the characters of a text are written.
 *
 * @param charset of the text
 * @param name as the ledger says it
 * @param markBytes how many bytes of a byte order mark stand at the beginning
 */
record Encoding(Charset charset, String name, int markBytes) {

    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int LOOKED_AT_FOR_UTF_16 = 4096;

    /** The encoding that a pipeline fixes. */
    static Encoding named(String name, Content content) {
        Charset charset;
        try {
            charset = Charset.forName(name.trim());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new BadOptionException(
                    "The reader option \"encoding\" is \"" + name + "\", which is no known encoding.", e);
        }
        Encoding marked = marked(content);
        return marked != null && marked.charset.name().startsWith(charset.name())
                ? marked
                : new Encoding(charset, charset.name(), 0);
    }

    /** The encoding that the content has, as far as its beginning tells. */
    static Encoding detect(Content content) {
        Encoding marked = marked(content);
        if (marked != null) {
            return marked;
        }
        Encoding wide = utf16WithoutMark(content);
        return wide == null ? utf8OrWindows1252(content) : wide;
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    boolean isWindows1252() {
        return charset.equals(WINDOWS_1252);
    }

    private static @Nullable Encoding marked(Content content) {
        if (content.startsWith(0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, "UTF-8", 3);
        }
        if (content.startsWith(0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, "UTF-16LE", 2);
        }
        if (content.startsWith(0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, "UTF-16BE", 2);
        }
        return null;
    }

    /** Text in UTF-16 that is mostly Latin has a NUL in every other byte. */
    private static @Nullable Encoding utf16WithoutMark(Content content) {
        byte[] sample = content.sample();
        int length = Math.min(content.sampleLength(), LOOKED_AT_FOR_UTF_16) & ~1;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < length; i += 2) {
            even += sample[i] == 0 ? 1 : 0;
            odd += sample[i + 1] == 0 ? 1 : 0;
        }
        int many = Math.max(1, length / 2 * 7 / 10);
        if (odd >= many && even == 0) {
            return new Encoding(StandardCharsets.UTF_16LE, "UTF-16LE", 0);
        }
        if (even >= many && odd == 0) {
            return new Encoding(StandardCharsets.UTF_16BE, "UTF-16BE", 0);
        }
        return null;
    }

    /** UTF-8 where more of the non-ASCII characters are UTF-8 than not. */
    private static Encoding utf8OrWindows1252(Content content) {
        byte[] sample = content.sample();
        int end = content.sampleLength();
        int characters = 0;
        int strangers = 0;
        int at = 0;
        while (at < end) {
            if (sample[at] >= 0) {
                at++;
                continue;
            }
            int size = Utf8.sequenceLength(sample, at, end);
            characters += size > 0 ? 1 : 0;
            strangers += size == 0 && (at < end - 3 || content.sampleIsWhole()) ? 1 : 0;
            at += Math.max(1, size);
        }
        return strangers > characters
                ? new Encoding(WINDOWS_1252, "windows-1252", 0)
                : new Encoding(StandardCharsets.UTF_8, "UTF-8", 0);
    }
}
