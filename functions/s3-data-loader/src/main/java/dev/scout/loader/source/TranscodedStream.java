package dev.scout.loader.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text in some encoding as UTF-8. What the encoding can not mean becomes U+FFFD. */
final class TranscodedStream extends InputStream {

    private static final int CHUNK_CHARS = 32 * 1024;

    private final Reader characters;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD});
    private final CharBuffer decoded = CharBuffer.allocate(CHUNK_CHARS).flip();
    private final ByteBuffer encoded = ByteBuffer.allocate(CHUNK_CHARS * 3).flip();
    private final byte[] single = new byte[1];
    private boolean ended;

    TranscodedStream(InputStream text, Charset charset) {
        this.characters = new InputStreamReader(
                text,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
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
            encodeMore();
        }
        int taken = Math.min(length, encoded.remaining());
        encoded.get(target, offset, taken);
        return taken;
    }

    @Override
    public void close() throws IOException {
        characters.close();
    }

    private void encodeMore() throws IOException {
        decoded.compact();
        ended = characters.read(decoded) < 0;
        decoded.flip();
        encoded.clear();
        encoder.encode(decoded, encoded, ended);
        encoded.flip();
    }
}
