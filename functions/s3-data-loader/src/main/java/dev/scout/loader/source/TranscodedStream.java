package dev.scout.loader.source;

import dev.scout.loader.source.compression.ResumePoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text in some encoding as UTF-8. What the encoding can not mean becomes U+FFFD, and is counted; bytes that Windows-1252 leaves open are the
 * control characters of their number.
 */
final class TranscodedStream extends InputStream {

    /** What is known at the beginning of a text. */
    static final byte[] NOTHING_MALFORMED = new byte[Long.BYTES];

    private static final int CHUNK_BYTES = 32 * 1024;

    /** How far apart places are at which transcoding can begin again. */
    private static final long BETWEEN_POINTS = 16L * 1024 * 1024;

    /** More chars than a byte has in any encoding, and more bytes of UTF-8 than a char has. */
    private static final int ROOM = 4;

    private final InputStream text;
    private final CharsetDecoder decoder;
    private final boolean windows1252;
    private final ByteBuffer raw = ByteBuffer.allocate(CHUNK_BYTES).flip();
    private final CharBuffer decoded = CharBuffer.allocate(CHUNK_BYTES * ROOM);
    private ByteBuffer encoded = ByteBuffer.allocate(0);
    private final byte[] single = new byte[1];
    private long malformedBytes;
    private boolean ended;
    private long rawRead;
    private long taken;
    private ResumePoint latest;
    private ResumePoint previous;

    /** @param point from which on {@code text} is */
    TranscodedStream(InputStream text, Charset charset, ResumePoint point) {
        this.text = text;
        this.windows1252 = charset.equals(Encoding.WINDOWS_1252);
        this.rawRead = point.packedAt();
        this.taken = point.unpackedAt();
        this.malformedBytes = ByteBuffer.wrap(point.state()).getLong();
        this.latest = point;
        this.previous = point;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The last place, as far as is kept, from which on it can be transcoded again to come to so many bytes; null where there is none. */
    @Nullable
    ResumePoint resumePoint(long at) {
        ResumePoint point = latest.unpackedAt() <= at ? latest : previous;
        return point.unpackedAt() <= at ? point : null;
    }

    /** How many bytes, so far, were no characters. */
    long malformedBytes() {
        return malformedBytes;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!encoded.hasRemaining()) {
            if (ended) {
                return -1;
            }
            transcodeMore();
        }
        int given = Math.min(length, encoded.remaining());
        encoded.get(target, offset, given);
        taken += given;
        return given;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** Decoders hand over whole characters only, so what is decoded can be encoded chunk by chunk. */
    private void transcodeMore() throws IOException {
        if (taken - latest.unpackedAt() >= BETWEEN_POINTS) {
            byte[] state =
                    ByteBuffer.allocate(Long.BYTES).putLong(malformedBytes).array();
            previous = latest;
            latest = new ResumePoint(rawRead - raw.remaining(), taken, state);
        }
        raw.compact();
        int read = text.read(raw.array(), raw.position(), raw.remaining());
        ended = read < 0;
        rawRead += Math.max(0, read);
        raw.position(raw.position() + Math.max(0, read)).flip();
        decoded.clear();
        CoderResult result = decoder.decode(raw, decoded, ended);
        while (result.isError()) {
            if (windows1252) {
                decoded.put(JsonText.windows1252(raw.get() & 0xFF));
            } else {
                malformedBytes += result.length();
                raw.position(raw.position() + result.length());
                decoded.put('\uFFFD');
            }
            result = decoder.decode(raw, decoded, ended);
        }
        if (ended) {
            decoder.flush(decoded);
        }
        encoded = StandardCharsets.UTF_8.encode(decoded.flip());
    }
}
