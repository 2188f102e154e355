package dev.scout.loader.source.parquet;

import dev.scout.parquet.PageDecompression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/** The pages of one column of one row group, each read when it is needed and forgotten after. */
final class ColumnPages implements PageReader {

    /** What a value that stands in a dictionary takes at least on the heap. */
    private static final int ENTRY_BYTES = 48;

    /** Readers of these decode a page's numbers at once. */
    private static final Set<Encoding> DECODED_AT_ONCE =
            Set.of(Encoding.DELTA_BINARY_PACKED, Encoding.DELTA_LENGTH_BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY);

    private final ColumnDescriptor column;
    private final Chunk chunk;
    private final FileBytes bytes;
    private final PageBytes pages;
    private final PageDecompression decompression;
    private @Nullable DictionaryPage dictionary;
    private @Nullable ByteBuffer dictionaryBytes;
    private @Nullable PageHeader ahead;
    private @Nullable ByteBuffer held;
    private @Nullable ByteBuffer heldBefore;
    private @Nullable LargePage large;
    private long valuesBehind;
    private long rowsBehind;
    private long rowsOfPage;
    private long pageOffset;
    private long pageLength;
    private long nextOffset;

    ColumnPages(
            ColumnDescriptor column, Chunk chunk, FileBytes bytes, PageBytes pages, PageDecompression decompression) {
        this.column = column;
        this.chunk = chunk;
        this.bytes = bytes;
        this.pages = pages;
        this.decompression = decompression;
        this.nextOffset = bytes.position();
    }

    /** Finds the dictionary and the first page. */
    void open() {
        ahead = nextData();
    }

    /**
     * Passes over pages that hold only rows before a row of the row group.
     *
     * @return how many rows it passed over
     */
    long passTo(long row) {
        boolean flat = column.getMaxRepetitionLevel() == 0;
        while (ahead != null && valuesBehind < chunk.values()) {
            long rows = PageHeaders.rows(ahead, flat);
            if (rows < 0 || rowsBehind + rows > row) {
                break;
            }
            rowsBehind += rows;
            valuesBehind += PageHeaders.values(ahead);
            ahead = valuesBehind < chunk.values() ? nextData() : null;
        }
        return rowsBehind;
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        return dictionary;
    }

    @Override
    public long getTotalValueCount() {
        return chunk.values() - valuesBehind + (large == null ? 0 : large.left());
    }

    /** Whether so many values are left behind the current page. */
    boolean isUsedUpTo(long valuesLeft) {
        return valuesLeft == getTotalValueCount();
    }

    /** Whether a record begins with the next page, of which there must be one; pages of the first form do not say. */
    boolean nextBeginsRecord() {
        if (large != null && large.left() > 0) {
            return true;
        }
        if (ahead == null) {
            ahead = nextData();
        }
        return ahead.getType() == PageType.DATA_PAGE_V2;
    }

    @Override
    public DataPage readPage() {
        if (large != null && large.left() > 0) {
            return part(large);
        }
        endLarge();
        rowsBehind += Math.max(0, rowsOfPage);
        rowsOfPage = 0;
        PageHeader header = ahead == null ? nextData() : ahead;
        ahead = null;
        rowsOfPage = PageHeaders.rows(header, column.getMaxRepetitionLevel() == 0);
        valuesBehind += PageHeaders.values(header);
        if (valuesBehind > chunk.values()) {
            throw DamageException.of("its pages have more values than the " + chunk.values() + " of the footer");
        }
        try {
            return header.getType() == PageType.DATA_PAGE ? first(header) : second(header);
        } catch (IOException e) {
            throw DamageException.of(e);
        }
    }

    /** Says where something went wrong. */
    DamageException damage(Throwable cause) {
        DamageException damage = cause instanceof DamageException known ? known : DamageException.of(cause);
        long behind = rowsOfPage > 0 ? rowsBehind + rowsOfPage : DamageException.UNKNOWN;
        return damage.in(String.join(".", column.getPath()), pageOffset, pageLength, behind);
    }

    void close() {
        endLarge();
        pages.room().giveBack(held);
        pages.room().giveBack(heldBefore);
        pages.room().giveBack(dictionaryBytes);
        held = null;
        heldBefore = null;
        dictionaryBytes = null;
    }

    private PageHeader nextData() {
        while (true) {
            bytes.moveTo(nextOffset);
            pageOffset = nextOffset;
            pageLength = 0;
            PageHeader header = PageHeaders.read(bytes);
            nextOffset = bytes.position() + header.getCompressed_page_size();
            pageLength = nextOffset - pageOffset;
            if (PageHeaders.isData(header)) {
                return header;
            }
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                readDictionary(header);
            }
        }
    }

    private void readDictionary(PageHeader header) {
        DictionaryPageHeader page = header.getDictionary_page_header();
        long need = (long) ENTRY_BYTES * page.getNum_values();
        if (dictionary != null) {
            throw DamageException.of("the column has two dictionaries");
        }
        if (page.getNum_values() < 0 || page.getNum_values() > Math.max(0, header.getUncompressed_page_size())) {
            throw DamageException.of("its dictionary states " + page.getNum_values() + " values in "
                    + header.getUncompressed_page_size() + " bytes");
        }
        if (need > pages.room().mostHeapBytes()) {
            throw DamageException.of("its dictionary has " + page.getNum_values()
                    + " values, and the function has not the memory for them; give it more");
        }
        try {
            ByteBuffer content = pages.read(header, bytes, chunk.codec(), decompression, null);
            dictionaryBytes = content;
            dictionary = new DictionaryPage(
                    BytesInput.from(content),
                    page.getNum_values(),
                    Encoding.valueOf(page.getEncoding().name()));
        } catch (IOException e) {
            throw DamageException.of(e);
        }
    }

    private DataPage first(PageHeader header) throws IOException {
        DataPageHeader page = header.getData_page_header();
        Encoding encoding = Encoding.valueOf(page.getEncoding().name());
        limit(encoding, page.getNum_values());
        LargePage tooLarge = page.getDefinition_level_encoding() == org.apache.parquet.format.Encoding.RLE
                ? pages.large(header, bytes, chunk.codec(), column, encoding, 0)
                : null;
        if (tooLarge != null) {
            large = tooLarge;
            tooLarge.readLevels();
            return part(tooLarge);
        }
        ByteBuffer content = pages.read(header, bytes, chunk.codec(), decompression, reusable(encoding));
        held = content;
        return new DataPageV1(
                BytesInput.from(content),
                page.getNum_values(),
                content.remaining(),
                Statistics.noopStats(column.getPrimitiveType()),
                Encoding.valueOf(page.getRepetition_level_encoding().name()),
                Encoding.valueOf(page.getDefinition_level_encoding().name()),
                encoding);
    }

    private DataPage second(PageHeader header) throws IOException {
        DataPageHeaderV2 page = header.getData_page_header_v2();
        Encoding encoding = Encoding.valueOf(page.getEncoding().name());
        limit(encoding, page.getNum_values());
        int definitionsAt = page.getRepetition_levels_byte_length();
        int valuesAt = PageHeaders.levels(page);
        LargePage tooLarge =
                pages.large(header, bytes, PageBytes.codec(header, chunk.codec()), column, encoding, valuesAt);
        if (tooLarge != null) {
            large = tooLarge;
            return part(tooLarge);
        }
        ByteBuffer content = pages.readV2(header, bytes, chunk.codec(), decompression, reusable(encoding));
        held = content;
        checkRecords(page, part(content, 0, definitionsAt));
        return DataPageV2.uncompressed(
                page.getNum_rows(),
                page.getNum_nulls(),
                page.getNum_values(),
                BytesInput.from(part(content, 0, definitionsAt)),
                BytesInput.from(part(content, definitionsAt, valuesAt)),
                encoding,
                BytesInput.from(part(content, valuesAt, content.limit())),
                Statistics.noopStats(column.getPrimitiveType()));
    }

    private DataPage part(LargePage page) {
        try {
            return page.next();
        } catch (IOException e) {
            throw DamageException.of(e);
        }
    }

    private void endLarge() {
        if (large != null) {
            large.close();
        }
        large = null;
    }

    /** Checks that as many records begin in the page as it states: else those of the pages behind would get the values of others. */
    private void checkRecords(DataPageHeaderV2 page, ByteBuffer repetitions) throws IOException {
        int most = column.getMaxRepetitionLevel();
        if (most == 0) {
            return;
        }
        RunLengthBitPackingHybridDecoder levels = new RunLengthBitPackingHybridDecoder(
                BytesUtils.getWidthFromMaxInt(most), ByteBufferInputStream.wrap(repetitions));
        int records = 0;
        for (int i = 0; i < page.getNum_values(); i++) {
            records += levels.readInt() == 0 ? 1 : 0;
        }
        if (records != page.getNum_rows()) {
            throw DamageException.of(records + " records begin in it, and its header states " + page.getNum_rows());
        }
    }

    /** The buffer of the page before, unless values of that are still needed for decoding the next. The column has it no longer. */
    private @Nullable ByteBuffer reusable(Encoding encoding) {
        ByteBuffer before = held;
        held = null;
        if (encoding != Encoding.DELTA_BYTE_ARRAY) {
            return before;
        }
        pages.room().giveBack(heldBefore);
        heldBefore = before;
        return null;
    }

    private void limit(Encoding encoding, int values) {
        if (DECODED_AT_ONCE.contains(encoding)
                && (long) values * Long.BYTES > pages.room().mostHeapBytes()) {
            throw DamageException.of("it has " + values + " values in the encoding " + encoding
                    + ", which are decoded at once, and the function has not the memory for it; give it more");
        }
    }

    private static ByteBuffer part(ByteBuffer content, int from, int to) {
        return content.duplicate().position(from).limit(to).slice();
    }
}
