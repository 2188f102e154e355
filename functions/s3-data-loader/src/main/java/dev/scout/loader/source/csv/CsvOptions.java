package dev.scout.loader.source.csv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.source.BadOptionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline's {@code reader_options} fix; null where the data has to tell.
 *
 * @param columns the names, where the file has none
 * @param nullTexts what a field without quotes means nothing by, besides being empty
 */
public record CsvOptions(
        @Nullable Byte delimiter,
        @Nullable Byte quote,
        @Nullable Byte escape,
        @Nullable Byte comment,
        @Nullable LineEnd lineEnd,
        @Nullable Boolean header,
        @Nullable List<String> columns,
        @Nullable Integer skipRows,
        List<byte[]> nullTexts) {

    /** The same, with tabs between the fields where no other delimiter is fixed. */
    public CsvOptions tabbed() {
        Byte tab = delimiter == null ? Byte.valueOf((byte) '\t') : delimiter;
        return new CsvOptions(tab, quote, escape, comment, lineEnd, header, columns, skipRows, nullTexts);
    }

    public static CsvOptions of(JsonNode options) {
        JsonNode header = options.path("header");
        return new CsvOptions(
                character(options, "delimiter", false),
                character(options, "quote", true),
                character(options, "escape", true),
                character(options, "comment", true),
                lineEnd(options),
                header.isBoolean() ? Boolean.valueOf(header.booleanValue()) : header.isArray() ? Boolean.FALSE : null,
                header.isArray() && !header.isEmpty() ? names(header) : null,
                skipRows(options),
                nullTexts(options.path("null_text")));
    }

    private static @Nullable Byte character(JsonNode options, String name, boolean mayBeNone) {
        JsonNode value = options.path(name);
        if (!value.isTextual()) {
            return null;
        }
        String text = value.textValue();
        if (text.isEmpty() && mayBeNone) {
            return CsvDialect.NONE;
        }
        if (text.length() != 1 || text.charAt(0) >= 0x80 || text.charAt(0) == 0 || "\r\n".contains(text)) {
            throw new BadOptionException(
                    "The reader option \"" + name + "\" is \"" + text + "\"; it must be one ASCII character"
                            + (mayBeNone ? ", or \"\" for none." : "."),
                    null);
        }
        return (byte) text.charAt(0);
    }

    private static @Nullable LineEnd lineEnd(JsonNode options) {
        String text = options.path("line_end").asText("auto");
        return switch (text) {
            case "auto" -> null;
            case "\n" -> LineEnd.LF;
            case "\r" -> LineEnd.CR;
            case "\r\n" -> LineEnd.CRLF;
            default -> {
                if (text.length() != 1 || text.charAt(0) >= 0x80 || text.charAt(0) == 0) {
                    throw new BadOptionException(
                            "The reader option \"line_end\" is \"" + text
                                    + "\"; it must be \"auto\", \"\\n\", \"\\r\\n\", \"\\r\" or one ASCII character.",
                            null);
                }
                yield new LineEnd(text, (byte) text.charAt(0), CsvDialect.NONE);
            }
        };
    }

    private static @Nullable Integer skipRows(JsonNode options) {
        JsonNode value = options.path("skip_rows");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.canConvertToInt() || value.intValue() < 0) {
            throw new BadOptionException(
                    "The reader option \"skip_rows\" is " + value + "; it must be a number of lines.", null);
        }
        return value.intValue();
    }

    private static List<String> names(JsonNode header) {
        List<String> names = new ArrayList<>();
        header.forEach(name -> names.add(name.asText()));
        return ColumnNames.of(names);
    }

    private static List<byte[]> nullTexts(JsonNode value) {
        List<byte[]> texts = new ArrayList<>();
        if (value.isTextual()) {
            texts.add(value.textValue().getBytes(StandardCharsets.UTF_8));
        }
        value.forEach(text -> texts.add(text.asText().getBytes(StandardCharsets.UTF_8)));
        return texts;
    }
}
