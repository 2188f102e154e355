package dev.scout.loader.source.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What is known of a file of a suite by those who look at it, so that another reader can be told.
 *
 * @param charset of its text
 * @param delimiter between its fields
 * @param before how many rows, empty lines not counted, stand before its header or its first record
 * @param hasHeader whether it has one
 * @param options that its suite reads it with, as the pipeline's {@code reader_options}
 */
record SuiteFile(Charset charset, char delimiter, int before, boolean hasHeader, String options) {

    static SuiteFile of(String name) {
        String options = switch (name) {
            case "csv-parser-test/fixtures/option-quote.csv", "csv-parser-test/fixtures/option-quote-many.csv" ->
                "{\"quote\":\"'\"}";
            case "csv-parser-test/fixtures/option-quote-escape.csv" -> "{\"quote\":\"'\",\"escape\":\"\\\\\"}";
            case "csv-parser-test/fixtures/option-newline.csv" -> "{\"line_end\":\"X\"}";
            case "csv-parser-test/fixtures/option-comment.csv" -> "{\"comment\":\"~\"}";
            case "csv-parser-test/fixtures/backtick.csv" -> "{\"delimiter\":\"`\"}";
            default -> "{}";
        };
        return new SuiteFile(charset(name), delimiter(name), before(name), hasHeader(name), options);
    }

    private static Charset charset(String name) {
        return switch (name) {
            case "csv-parser-test/fixtures/bench/latin.csv", "csvkit-examples/test_latin1.csv" ->
                StandardCharsets.ISO_8859_1;
            case "csv-parser-test/fixtures/bench/utf16-big.csv",
                    "csv-parser-test/fixtures/bench/utf16.csv",
                    "csvkit-examples/test_utf16_big.csv",
                    "csvkit-examples/test_utf16_little.csv" -> StandardCharsets.UTF_16;
            default -> StandardCharsets.UTF_8;
        };
    }

    private static char delimiter(String name) {
        return switch (name) {
            case "csvkit-examples/dummy.tsv" -> '\t';
            case "csvkit-examples/sniff_limit.csv" -> ';';
            case "csvkit-examples/realdata/event-notification-rpt-lastmonth.txt" -> '|';
            case "csv-parser-test/fixtures/backtick.csv" -> '`';
            default -> ',';
        };
    }

    private static int before(String name) {
        return switch (name) {
            case "csvkit-examples/realdata/Datagov_FY10_EDU_recp_by_State.csv" -> 2;
            case "csv-parser-test/fixtures/comment.csv", "csv-parser-test/fixtures/option-comment.csv" -> 1;
            default -> 0;
        };
    }

    private static boolean hasHeader(String name) {
        return switch (name) {
            case "csvkit-examples/no_header_row.csv",
                    "csvkit-examples/no_header_row2.csv",
                    "csvkit-examples/no_header_row3.csv",
                    "csv-parser-test/fixtures/headers.csv",
                    "csv-parser-test/fixtures/empty-columns.csv" -> false;
            default -> true;
        };
    }
}
