package dev.scout.loader.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.avro.AvroReader;
import dev.scout.loader.source.avro.OldAvroReader;
import dev.scout.loader.source.csv.CsvLayout;
import dev.scout.loader.source.csv.CsvOptions;
import dev.scout.loader.source.csv.CsvReader;
import dev.scout.loader.source.json.JsonForm;
import dev.scout.loader.source.json.JsonReader;
import dev.scout.loader.source.json.JsonValidator;
import dev.scout.loader.source.json.NdjsonReader;
import dev.scout.loader.source.orc.OrcReader;
import dev.scout.loader.source.parquet.ParquetReader;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what an object holds: by its content first, then by its name, unless the pipeline says it. */
public final class FormatDetector {

    private static final String UNKNOWN = "unknown";
    private static final Pattern COMPRESSED_NAME = Pattern.compile("(\\.(gz|gzip|zst|zstd|bz2|bzip2))+$");

    private final Content content;
    private final String name;
    private final SourceSettings settings;
    private final ObjectNode description = JsonNodeFactory.instance.objectNode();

    private FormatDetector(Content content, String key, SourceSettings settings) {
        this.content = content;
        this.name = bareName(key);
        this.settings = settings;
    }

    /** Chooses the reader. A file that none can read gets one that refuses it. */
    public static Reading open(Content content, String key, SourceSettings settings) {
        return new FormatDetector(content, key, settings).open();
    }

    private Reading open() {
        if (content.compression() != null) {
            description.put("compression", content.compression());
        }
        try {
            return switch (settings.format()) {
                case "parquet" -> parquet();
                case "orc" -> orc();
                case "avro" -> avro();
                case "json", "ndjson" -> json(settings.format());
                case "csv", "tsv" -> {
                    Text text = text();
                    yield csv(layout(text, settings.format().equals("tsv")), text);
                }
                default -> detected();
            };
        } catch (BadOptionException e) {
            return refused(Refusal.BAD_OPTION, String.valueOf(e.getMessage()));
        }
    }

    private Reading detected() {
        if (content.startsWith('P', 'A', 'R', '1') || content.startsWith('P', 'A', 'R', 'E')) {
            return parquet();
        }
        if (content.startsWith('O', 'R', 'C')) {
            return orc();
        }
        if (content.startsWith('O', 'b', 'j', 1) || content.startsWith('O', 'b', 'j', 0)) {
            return avro();
        }
        String foreign = foreignFormat();
        if (foreign != null) {
            return refused(
                    Refusal.UNSUPPORTED_FORMAT,
                    "The file is " + foreign
                            + "; what is loaded is JSON, NDJSON, CSV, TSV, Parquet, Avro and ORC, all of them also as .gz, .zst and .bz2.");
        }
        Text text = text();
        byte first = text.firstByte();
        if (first == '{' || first == '[') {
            text = text.asUtf8();
            String format = JsonForm.of(text.content(), name);
            if (format != null) {
                return json(format, text);
            }
        }
        boolean named = hasExtension("csv", "tsv", "tab", "psv");
        if (!text.isText()) {
            return refused(Refusal.UNKNOWN_FORMAT, "The file is binary, of no format that is known.");
        }
        if (first == 0 && !named) {
            return json("ndjson", text);
        }
        CsvLayout layout = layout(text, false);
        if (!named && !layout.consistent()) {
            return hasExtension("json", "ndjson", "jsonl")
                    ? json(hasExtension("json") ? "json" : "ndjson", text)
                    : refused(
                            Refusal.UNKNOWN_FORMAT,
                            "The file is text, but neither JSON nor rows of fields with a delimiter; if it is one of rows, its pipeline's format and reader_options can say so.");
        }
        return csv(layout, text);
    }

    private Reading parquet() {
        return new Reading("parquet", content, new ParquetReader(settings.maxRecordBytes()), description);
    }

    private Reading orc() {
        return new Reading("orc", content, new OrcReader(settings.maxRecordBytes()), description);
    }

    private Reading avro() {
        RecordReader reader = content.startsWith('O', 'b', 'j', 0)
                ? new OldAvroReader(settings.maxRecordBytes())
                : new AvroReader(settings.maxRecordBytes());
        return new Reading("avro", content, reader, description);
    }

    private Reading json(String format) {
        return json(format, text());
    }

    private Reading json(String format, Text text) {
        RecordReader reader = format.equals("ndjson")
                ? new NdjsonReader(settings.maxRecordBytes())
                : new JsonReader(settings.maxRecordBytes(), settings.recordSigns());
        return new Reading(format, text.asUtf8().content(), reader, description);
    }

    private Reading csv(CsvLayout layout, Text text) {
        RecordReader reader = new CsvReader(layout, text.isWindows1252(), settings.maxRecordBytes());
        return new Reading(layout.format(), text.content(), reader, description);
    }

    private CsvLayout layout(Text text, boolean tabbed) {
        boolean named = hasExtension("tsv", "tab") || tabbed;
        byte likely = (byte) (named ? '\t' : hasExtension("psv") ? '|' : ',');
        CsvOptions options = CsvOptions.of(settings.options());
        Set<String> expected =
                settings.mapping() == null ? Set.of() : settings.recordSigns().common();
        return CsvLayout.of(text.content(), tabbed ? options.tabbed() : options, likely, expected);
    }

    private Reading refused(String rule, String message) {
        return new Reading(UNKNOWN, content, new RefusedFile(Refusal.of(rule, message)), description);
    }

    /** The content as text in UTF-8, or in Windows-1252 where the reader understands that. */
    private Text text() {
        String fixed = settings.option("encoding");
        Encoding encoding = fixed == null ? Encoding.detect(content) : Encoding.named(fixed, content);
        description.put("encoding", encoding.name());
        if (encoding.markBytes() > 0) {
            description.put("byte_order_mark", true);
            content.skipBeginning(encoding.markBytes());
        }
        return encoding.isUtf8() || encoding.isWindows1252()
                ? new Text(content, encoding.isWindows1252())
                : new Text(content.transcoded(encoding.charset()), false);
    }

    private @Nullable String foreignFormat() {
        if (content.startsWith('P', 'K', 3, 4)) {
            return "a ZIP archive (or an Excel workbook)";
        }
        if (content.startsWith('%', 'P', 'D', 'F')) {
            return "a PDF";
        }
        return null;
    }

    private boolean hasExtension(String... extensions) {
        for (String extension : extensions) {
            if (name.endsWith("." + extension)) {
                return true;
            }
        }
        return false;
    }

    /** The file's name in lower case, without what says how it is compressed. */
    private static String bareName(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return COMPRESSED_NAME.matcher(name).replaceFirst("");
    }

    /** Content that is text. */
    private record Text(Content content, boolean isWindows1252) {

        private static final int LOOKED_AT = 8192;

        /** What stands in texts too: blanks, tabs and feeds, and the separators of fields and rows that ASCII has. */
        private static final String HARMLESS = "\t\n\u000B\f\r\u0001\u001C\u001D\u001E\u001F";

        /** The same for a reader that knows only UTF-8. */
        Text asUtf8() {
            return isWindows1252 ? new Text(content.transcoded(Encoding.WINDOWS_1252), false) : this;
        }

        /** The first byte that is no blank; 0 where there is none. */
        byte firstByte() {
            byte[] sample = content.sample();
            for (int i = content.consumed(); i < content.sampleLength(); i++) {
                if (!JsonValidator.isBlank(sample[i])) {
                    return sample[i];
                }
            }
            return 0;
        }

        /** Whether control characters are as rare as they are in text. */
        boolean isText() {
            byte[] sample = content.sample();
            int end = Math.min(content.sampleLength(), LOOKED_AT);
            int controls = 0;
            for (int i = content.consumed(); i < end; i++) {
                byte b = sample[i];
                controls += b >= 0 && b < 0x20 && HARMLESS.indexOf(b) < 0 ? 1 : 0;
            }
            return controls * 20 <= Math.max(20, end);
        }
    }
}
