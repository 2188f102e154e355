package dev.scout.loader.source.parquet;

import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** Reads the headers of pages. */
final class PageHeaders {

    /** Longer than any, statistics of long texts among them; what claims to be longer is damaged. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final int DEEPEST = 64;

    private PageHeaders() {}

    static PageHeader read(FileBytes bytes) {
        PageHeader header = new PageHeader();
        try {
            TConfiguration limits = new TConfiguration(MOST_BYTES, MOST_BYTES, DEEPEST);
            header.read(new TCompactProtocol(new TIOStreamTransport(limits, bytes)));
        } catch (TException e) {
            throw DamageException.of("it has no page header there");
        }
        check(header);
        return header;
    }

    /** How many values a data page has. */
    static int values(PageHeader header) {
        return header.getType() == PageType.DATA_PAGE
                ? header.getData_page_header().getNum_values()
                : header.getData_page_header_v2().getNum_values();
    }

    /** How many bytes of levels stand before the values. */
    static int levels(DataPageHeaderV2 page) {
        return page.getRepetition_levels_byte_length() + page.getDefinition_levels_byte_length();
    }

    /** How many rows begin in a data page; {@link DamageException#UNKNOWN} where only its contents tell. */
    static long rows(PageHeader header, boolean flat) {
        if (header.getType() == PageType.DATA_PAGE_V2) {
            return header.getData_page_header_v2().getNum_rows();
        }
        return flat ? header.getData_page_header().getNum_values() : DamageException.UNKNOWN;
    }

    private static void check(PageHeader header) {
        boolean complete = header.getType() == null
                || switch (header.getType()) {
                    case DATA_PAGE -> header.isSetData_page_header();
                    case DATA_PAGE_V2 -> header.isSetData_page_header_v2();
                    case DICTIONARY_PAGE -> header.isSetDictionary_page_header();
                    case INDEX_PAGE -> true;
                };
        if (!complete || header.getCompressed_page_size() < 0 || header.getUncompressed_page_size() < 0) {
            throw DamageException.of("its header is damaged");
        }
        if (header.getType() == PageType.DATA_PAGE_V2) {
            DataPageHeaderV2 page = header.getData_page_header_v2();
            int levels = levels(page);
            if (page.getRepetition_levels_byte_length() < 0
                    || page.getDefinition_levels_byte_length() < 0
                    || levels < 0
                    || levels > header.getCompressed_page_size()
                    || levels > header.getUncompressed_page_size()) {
                throw DamageException.of("its header states levels longer than the page");
            }
        }
        if (isData(header) && values(header) < 0) {
            throw DamageException.of("its header states " + values(header) + " values");
        }
    }

    static boolean isData(PageHeader header) {
        return header.getType() == PageType.DATA_PAGE || header.getType() == PageType.DATA_PAGE_V2;
    }
}
