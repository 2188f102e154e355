package dev.scout.loader.source.parquet;

import dev.scout.parquet.PageDecompression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Brings the bytes of pages into memory: reads, checks and decompresses them. What it gives out is good until the next page. */
final class PageBytes {

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
        DataPageHeaderV2 page = header.getData_page_header_v2();
        int repetition = page.getRepetition_levels_byte_length();
        int definition = page.getDefinition_levels_byte_length();
        int levels = repetition + definition;
        if (repetition < 0
                || definition < 0
                || levels < 0
                || levels > header.getCompressed_page_size()
                || levels > header.getUncompressed_page_size()) {
            throw DamageException.of("its header states levels longer than the page");
        }
        // Early writers say of all pages that they are not compressed; the sizes tell.
        boolean isPlain = codec == CompressionCodecName.UNCOMPRESSED
                || (!page.isIs_compressed() && header.getCompressed_page_size() == header.getUncompressed_page_size());
        if (isPlain) {
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
