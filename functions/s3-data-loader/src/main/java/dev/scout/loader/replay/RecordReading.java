package dev.scout.loader.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.SettledFile;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.FormatDetector;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.SourceSettings;
import dev.scout.loader.source.json.JsonValidator;
import dev.scout.loader.source.json.NdjsonReader;
import dev.scout.loader.source.json.WrappedValues;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of one record again: as the pipeline says today, and for the rest as the ledger says that its file was read. */
final class RecordReading {

    private static final List<String> DIALECT = List.of("delimiter", "quote", "escape");
    private static final String NONE = "";

    /** Of a file with one column; no text has it. */
    private static final String NO_DELIMITER = "\u001f";

    private final SettledFile file;
    private final SourceSettings settings;
    private final JsonValidator validator = new JsonValidator();
    private final WrappedValues wrapped = new WrappedValues();

    RecordReading(SettledFile file, SourceSettings settings) {
        this.file = file;
        this.settings = settings;
    }

    /** Whether the file is of delimited text. */
    boolean isDelimited() {
        return file.format().equals("csv") || file.format().equals("tsv");
    }

    /** The record as JSON, or why there is none. */
    Result read(RefusedRecord record, byte[] raw) {
        String corrected = record.correctedText();
        byte[] text = corrected == null ? raw : corrected.strip().getBytes(StandardCharsets.UTF_8);
        if (text.length > settings.maxRecordBytes()) {
            return Result.of(Refusal.of(
                    Refusal.RECORD_TOO_LARGE,
                    "The record has " + text.length + " bytes; the largest that is loaded has "
                            + settings.maxRecordBytes() + " (SCOUT_MAX_RECORD_BYTES)."));
        }
        boolean delimited = isDelimited() && !(corrected == null ? record.rawIsJson() : isObject(text));
        return delimited ? row(text, corrected == null && record.rawBytes() != null) : object(text);
    }

    private boolean isObject(byte[] text) {
        return text.length > 0 && text[0] == '{' && validator.isValue(text, 0, text.length);
    }

    private Result object(byte[] text) {
        int from = 0;
        int to = text.length;
        while (from < to && JsonValidator.isBlank(text[from])) {
            from++;
        }
        while (to > from && JsonValidator.isBlank(text[to - 1])) {
            to--;
        }
        if (!validator.isValue(text, from, to)) {
            return Result.of(NdjsonReader.malformed(validator));
        }
        boolean isOfValues = WrappedValues.areIn(file.reader()) && !isDelimited();
        if (isOfValues && wrapped.wraps(text, from, to)) {
            wrapped.wrap(text, from, to);
            return new Result(Arrays.copyOf(wrapped.record(), wrapped.length()), null);
        }
        return text[from] == '{'
                ? new Result(Arrays.copyOfRange(text, from, to), null)
                : Result.of(NdjsonReader.notAnObject(text[from]));
    }

    /** A row stands behind an empty line here, so that no row is taken for something compressed. */
    private Result row(byte[] text, boolean isInFilesEncoding) {
        Caught caught = new Caught();
        JsonNode options = options(isInFilesEncoding);
        byte[] lineEnd = options.path("line_end").asText("\n").getBytes(StandardCharsets.US_ASCII);
        InputStream bytes = new SequenceInputStream(new ByteArrayInputStream(lineEnd), new ByteArrayInputStream(text));
        SourceSettings row = new SourceSettings(file.format(), options, settings.mapping(), settings.maxRecordBytes());
        FormatDetector.open(Content.of(bytes), file.object().key(), row).into(caught);
        return caught.result();
    }

    /** What the reader can not see in one row, it has seen in the file. */
    private JsonNode options(boolean isInFilesEncoding) {
        JsonNode reader = file.reader();
        ObjectNode options = settings.options().deepCopy();
        for (String option : DIALECT) {
            if (!options.hasNonNull(option)) {
                options.put(option, reader.path(option).asText(option.equals("delimiter") ? NO_DELIMITER : NONE));
            }
        }
        if (!options.hasNonNull("line_end")) {
            String lineEnd = reader.path("line_end").asText();
            options.put("line_end", lineEnd.length() == 1 ? lineEnd : "\n");
        }
        if (!options.has("null_text") && reader.has("null_text")) {
            options.set("null_text", reader.get("null_text").deepCopy());
        }
        String encoding = reader.path("encoding").asText();
        options.put("encoding", isInFilesEncoding && encoding.equals("windows-1252") ? encoding : "utf-8");
        if (!options.path("header").isArray()) {
            options.set("header", reader.path("columns").deepCopy());
        }
        return options.put("comment", NONE).put("skip_rows", 1);
    }

    /**
     * What came of reading.
     *
     * @param json null where there is no record
     * @param refusal null where there is one
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Result(byte @Nullable [] json, @Nullable Refusal refusal) {

        static Result of(Refusal refusal) {
            return new Result(null, refusal);
        }
    }

    private static final class Caught implements RecordSink {

        private final List<byte[]> records = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            if (records.size() < 2) {
                records.add(Arrays.copyOfRange(json, from, to));
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            refusals.add(refusal);
        }

        Result result() {
            if (!refusals.isEmpty()) {
                return Result.of(refusals.get(0));
            }
            if (records.size() != 1) {
                String what = records.isEmpty() ? "no row" : "more than one row";
                return Result.of(
                        Refusal.of(Refusal.MALFORMED_ROW, "The text holds " + what + " where there must be one."));
            }
            return new Result(records.get(0), null);
        }
    }
}
