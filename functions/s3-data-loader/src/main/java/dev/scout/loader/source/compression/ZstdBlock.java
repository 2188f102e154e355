package dev.scout.loader.source.compression;

import dev.scout.loader.source.compression.UnpackingStream.DamageException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** A compressed block of a Zstandard frame: its literals, and the sequences that say where they go and what is repeated. */
final class ZstdBlock {

    /** The largest block there may be. */
    static final int MOST_BYTES = 128 * 1024;

    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int COMPRESSED = 2;

    private final UnpackingStream file;
    private final ZstdWindow window;
    private final ZstdHuffman huffman = new ZstdHuffman();
    private final ZstdSequences sequences;
    private final byte[] literals = new byte[MOST_BYTES];
    private int literalCount;

    ZstdBlock(UnpackingStream file, ZstdWindow window) {
        this.file = file;
        this.window = window;
        this.sequences = new ZstdSequences(window);
    }

    void beginFrame() {
        huffman.clear();
        sequences.beginFrame();
    }

    /** What later blocks of the frame may need of this one. */
    void save(DataOutputStream state) throws IOException {
        huffman.save(state);
        sequences.save(state);
    }

    void restore(DataInputStream state) throws IOException {
        huffman.restore(state);
        sequences.restore(state);
    }

    /**
     * Writes what the block holds into the window.
     *
     * @param most how many bytes it may give
     */
    void unpack(byte[] block, int size, int most) throws DamageException {
        int begin = window.end;
        try {
            int at = readLiterals(block, size);
            sequences.run(block, at, size, literals, literalCount, begin + most);
        } catch (ZstdCorruption | IndexOutOfBoundsException e) {
            window.end = begin;
            throw file.corrupt(
                    e instanceof ZstdCorruption ? String.valueOf(e.getMessage()) : "a block points outside of itself");
        }
    }

    /** Reads the literals; returns where the sequences begin. */
    private int readLiterals(byte[] block, int size) throws ZstdCorruption {
        ZstdCorruption.unless(size > 0, "a block is empty");
        int kind = block[0] & 3;
        int format = block[0] >>> 2 & 3;
        return kind == RAW || kind == RUN
                ? plainLiterals(block, size, kind, format)
                : packedLiterals(block, size, kind, format);
    }

    private int plainLiterals(byte[] block, int size, int kind, int format) throws ZstdCorruption {
        int headerBytes = format == 1 ? 2 : format == 3 ? 3 : 1;
        long header = little(block, headerBytes);
        literalCount = (int) (header >>> (headerBytes == 1 ? 3 : 4));
        int stored = kind == RUN ? 1 : literalCount;
        ZstdCorruption.unless(
                literalCount <= MOST_BYTES && headerBytes + stored <= size, "literals are larger than they may be");
        if (kind == RUN) {
            Arrays.fill(literals, 0, literalCount, block[headerBytes]);
        } else {
            System.arraycopy(block, headerBytes, literals, 0, literalCount);
        }
        return headerBytes + stored;
    }

    private int packedLiterals(byte[] block, int size, int kind, int format) throws ZstdCorruption {
        int headerBytes = format < 2 ? 3 : format + 2;
        int sizeBits = format < 2 ? 10 : format == 2 ? 14 : 18;
        long header = little(block, headerBytes) >>> 4;
        literalCount = (int) (header & ((1 << sizeBits) - 1));
        int packedSize = (int) (header >>> sizeBits) & ((1 << sizeBits) - 1);
        int end = headerBytes + packedSize;
        ZstdCorruption.unless(literalCount <= MOST_BYTES && end <= size, "literals are larger than they may be");
        int at = kind == COMPRESSED ? huffman.readTable(block, headerBytes, end) : headerBytes;
        if (format == 0) {
            huffman.unpack(block, at, end, literals, 0, literalCount);
        } else {
            fourStreams(block, at, end);
        }
        return end;
    }

    private void fourStreams(byte[] block, int from, int end) throws ZstdCorruption {
        ZstdCorruption.unless(from + 6 <= end, "literals end too early");
        int part = (literalCount + 3) / 4;
        int at = from + 6;
        for (int stream = 0; stream < 4; stream++) {
            int next = stream == 3
                    ? end
                    : at + ((block[from + 2 * stream] & 0xFF) | (block[from + 2 * stream + 1] & 0xFF) << 8);
            int begin = part * stream;
            ZstdCorruption.unless(next <= end && begin <= literalCount, "literals end too early");
            huffman.unpack(
                    block,
                    at,
                    next,
                    literals,
                    begin,
                    stream == 3 ? literalCount : Math.min(begin + part, literalCount));
            at = next;
        }
    }

    private static long little(byte[] block, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (block[i] & 0xFFL) << (8 * i);
        }
        return value;
    }
}
