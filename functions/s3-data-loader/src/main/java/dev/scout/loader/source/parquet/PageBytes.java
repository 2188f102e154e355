package dev.scout.loader.source.parquet;

import dev.scout.loader.source.compression.Compression;
import dev.scout.parquet.PageDecompression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Brings the bytes of pages into memory: reads, checks and decompresses them. What it gives out is good until the next page. */
final class PageBytes {

    /** Smaller pages are held. */
    private static final int LARGE_BYTES = 4 * 1024 * 1024;

    /** What unpacking takes at a time: a Zstandard window of usual size, with what is unpacked behind it; windows of 64 KiB. */
    private static final int ZSTD_BYTES = 4 * 1024 * 1024;

    private static final int STREAM_BYTES = 512 * 1024;

    /** As all that write it compress: no block points to another. */
    private static final int SNAPPY_BLOCK_BYTES = 64 * 1024;

    private static final Set<CompressionCodecName> UNPACKED_IN_ORDER = EnumSet.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.LZ4_RAW);

    private final PageRoom room;
    private final Scratch scratch;

    PageBytes(PageRoom room) {
        this.room = room;
        this.scratch = new Scratch();
    }

    /** The room that the page takes. */
    PageRoom room() {
        return room;
    }

    /**
     * Reads a page whose bytes are compressed as a whole.
     *
     * @param held of the column's page before; null where that must stay as it is
     */
    ByteBuffer read(
            PageHeader header,
            FileBytes bytes,
            CompressionCodecName codec,
            PageDecompression decompression,
            @Nullable ByteBuffer held)
            throws IOException {
        int size = header.getUncompressed_page_size();
        if (codec == CompressionCodecName.UNCOMPRESSED) {
            // The sizes are the same; where they are not, what stands there counts.
            return stored(header, bytes, held);
        }
        ByteBuffer compressed = compressed(header, bytes);
        ByteBuffer page = room.take(held, size);
        decompression.decompress(compressed, page);
        return page.flip();
    }

    /** Reads a page of the second form: levels as they are, then values that may be compressed. */
    ByteBuffer readV2(
            PageHeader header,
            FileBytes bytes,
            CompressionCodecName codec,
            PageDecompression decompression,
            @Nullable ByteBuffer held)
            throws IOException {
        int levels = PageHeaders.levels(header.getData_page_header_v2());
        if (codec(header, codec) == CompressionCodecName.UNCOMPRESSED) {
            return stored(header, bytes, held);
        }
        ByteBuffer compressed = compressed(header, bytes);
        ByteBuffer target = room.take(held, header.getUncompressed_page_size());
        int end = compressed.limit();
        target.put(compressed.limit(compressed.position() + levels));
        if (target.hasRemaining()) {
            decompression.decompress(compressed.limit(end), target);
        }
        return target.flip();
    }

    /**
     * A page that is large, has no checksum that would have to be verified first, and whose values can be read one after the other.
     *
     * @param levels how many bytes of levels stand before the values, uncompressed; 0 where they are compressed with the values
     * @return null where the page has to be read as a whole
     */
    @Nullable
    LargePage large(
            PageHeader header,
            FileBytes bytes,
            CompressionCodecName codec,
            ColumnDescriptor column,
            Encoding encoding,
            int levels) {
        int size = header.getUncompressed_page_size() - levels;
        int need = codec == CompressionCodecName.ZSTD ? ZSTD_BYTES : STREAM_BYTES;
        boolean isLarge = size >= LARGE_BYTES
                && levels < LARGE_BYTES
                && !header.isSetCrc()
                && encoding == Encoding.PLAIN
                && LargePage.canHold(column)
                && UNPACKED_IN_ORDER.contains(codec);
        if (!isLarge || !room.beginStream(need)) {
            return null;
        }
        InputStream packed = bytes.upTo(bytes.position() + header.getCompressed_page_size());
        try {
            byte[] before = packed.readNBytes(levels);
            return new LargePage(column, before, unpacked(packed, codec), PageHeaders.values(header), size, room, need);
        } catch (IOException | RuntimeException e) {
            room.endStream(need);
            SourceFailure failure = SourceFailure.behind(e);
            throw failure == null ? DamageException.of(e) : failure;
        }
    }

    private static InputStream unpacked(InputStream packed, CompressionCodecName codec) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> packed;
            case GZIP -> Compression.GZIP.unpack(packed);
            case ZSTD -> Compression.ZSTD.unpack(packed);
            case SNAPPY -> new SnappyCompressorInputStream(packed, SNAPPY_BLOCK_BYTES);
            case LZ4_RAW -> new BlockLZ4CompressorInputStream(packed);
            case LZO, BROTLI, LZ4 -> throw new IllegalArgumentException(codec + " is unpacked as a whole");
        };
    }

    private ByteBuffer stored(PageHeader header, FileBytes bytes, @Nullable ByteBuffer held) {
        ByteBuffer page = room.take(held, header.getCompressed_page_size());
        fill(header, bytes, page);
        return page;
    }

    private ByteBuffer compressed(PageHeader header, FileBytes bytes) {
        ByteBuffer before = scratch.buffer;
        scratch.buffer = null;
        ByteBuffer page = room.take(before, header.getCompressed_page_size());
        scratch.buffer = page;
        fill(header, bytes, page);
        return page;
    }

    /** How the values of a page of the second form are compressed. Early writers say of all pages that they are not; the sizes tell. */
    static CompressionCodecName codec(PageHeader header, CompressionCodecName ofChunk) {
        return !header.getData_page_header_v2().isIs_compressed()
                        && header.getCompressed_page_size() == header.getUncompressed_page_size()
                ? CompressionCodecName.UNCOMPRESSED
                : ofChunk;
    }

    private static void fill(PageHeader header, FileBytes bytes, ByteBuffer page) {
        if (!bytes.readFully(page)) {
            throw DamageException.of("it has " + page.position() + " bytes, and its header states " + page.limit());
        }
        page.flip();
        if (header.isSetCrc()) {
            CRC32 crc = new CRC32();
            crc.update(page.duplicate());
            if ((int) crc.getValue() != header.getCrc()) {
                throw DamageException.of("its bytes do not have the checksum that its header states");
            }
        }
    }

    /** Where compressed pages are read to, one after the other. */
    private static final class Scratch {
        private @Nullable ByteBuffer buffer;
    }
}
