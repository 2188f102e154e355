package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import dev.scout.loader.source.Accounted.Piece;
import dev.scout.loader.source.json.JsonValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is damaged in a text: reading ends, in little memory, and each byte is a record, refused, or between them. */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
class TextFuzzTest {

    private static final int SECONDS = 1;
    private static final int RECORDS = 60;
    private static final int MAX_RECORD_BYTES = 3_000;
    private static final int ROWS_IN_ONE_FIELD = 2;

    /** A window of 256 KiB for each reading, and some hundred times the file: samples, texts, and what the test itself makes. */
    private static final long MOST_BYTES = 24L * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(10 * MAX_RECORD_BYTES)
                            .maxNestingDepth(JsonValidator.MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ParameterizedTest
    @CsvSource({
        "a.ndjson, UTF-8",
        "values.ndjson, UTF-8",
        "a.json, UTF-8",
        "enveloped.json, UTF-8",
        "several.json, UTF-8",
        "a.csv, UTF-8",
        "a.tsv, UTF-8",
        "a.csv, windows-1252",
        "a.json, UTF-16LE"
    })
    void losesNothingWithoutAWord(String name, Charset charset) throws IOException {
        byte[] original = text(name, 0).getBytes(charset);
        byte[] other = text(name, 1000).getBytes(charset);
        Accounted before = new Accounted(name, original, MAX_RECORD_BYTES);
        assertThat(before.records).hasSize(RECORDS);
        assertThat(before.refusals).isEmpty();
        Fuzz fuzz = new Fuzz(20261127, SECONDS);
        MangledText mangled = new MangledText(fuzz.random(), MAX_RECORD_BYTES);
        int compared = 0;
        while (fuzz.goesOn()) {
            byte[] file = mangled.of(original, other);
            try {
                fuzz.run(() -> inLittleMemory(() -> new Accounted(name, file, MAX_RECORD_BYTES)));
                Accounted after = new Accounted(name, file, MAX_RECORD_BYTES);
                if (isReadLike(before, after)) {
                    compared++;
                    checkBytes(name, charset, file, after);
                    checkBeginning(before, after, original, file);
                    if (name.endsWith("sv")) {
                        checkEnd(before, after, original, file);
                    }
                }
                if (fuzz.cases() % 8 == 0) {
                    checkParts(name, file, fuzz.random());
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Case " + fuzz.cases() + ", kept in " + kept(name, file), e);
            }
        }
        assertThat(compared).isGreaterThan(fuzz.cases() / 3);
    }

    /** What the layout of a file is taken for can change with the damage, and all its records with it. */
    private static boolean isReadLike(Accounted before, Accounted after) {
        return before.format.equals(after.format)
                && List.of(
                                "encoding",
                                "byte_order_mark",
                                "delimiter",
                                "quote",
                                "escape",
                                "header",
                                "columns",
                                "comment",
                                "preamble",
                                "records_at")
                        .stream()
                        .allMatch(member -> before.description.path(member).equals(after.description.path(member)));
    }

    /** Between records and refusals stand only what separates them, and what stands around them. */
    private static void checkBytes(String name, Charset charset, byte[] file, Accounted after) {
        if (!charset.equals(StandardCharsets.UTF_8) && name.endsWith("json")) {
            return; // Transcoded: no place is known.
        }
        List<String> gaps = after.gaps(file);
        boolean csv = !name.endsWith("json");
        String separators = csv ? "[\r\n]*" : name.endsWith(".ndjson") ? "[ \t\r\n]*" : "[ \t\r\n,\\[\\]]*";
        List<String> others = gaps.subList(csv || name.startsWith("enveloped") ? 1 : 0, gaps.size()).stream()
                .filter(gap -> !gap.matches(separators))
                .toList();
        if (name.startsWith("enveloped") && !others.isEmpty()) {
            assertThat(others).hasSize(1);
            assertThat(others.get(0))
                    .as("what stands behind the records")
                    .contains("]")
                    .doesNotContain("\"id\":");
        } else {
            assertThat(others).isEmpty();
        }
        if (csv) {
            assertThat(gaps.get(0).strip().lines()).as("the header").hasSizeLessThan(2);
        }
        if (name.endsWith(".ndjson")) {
            checkLines(file, after);
        }
    }

    /** Each line that is an object for another reader is a record, and no other is, but for values. */
    private static void checkLines(byte[] file, Accounted after) {
        List<String> objects = new ArrayList<>();
        for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            byte[] bytes = line.strip().getBytes(StandardCharsets.ISO_8859_1);
            JsonNode object = line.length() <= MAX_RECORD_BYTES ? object(bytes) : null;
            if (object != null) {
                objects.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        List<String> records = after.records.stream()
                .filter(record -> !after.description.has("wrapped_as") || !record.startsWith("{\"value\":"))
                .toList();
        assertThat(records).containsExactlyElementsOf(objects);
    }

    private static @Nullable JsonNode object(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            boolean isUtf8 = Utf8.isValid(bytes, 0, bytes.length);
            return isUtf8 && node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** What stands before the damage is loaded as ever. */
    private static void checkBeginning(Accounted before, Accounted after, byte[] original, byte[] file) {
        int same = Arrays.mismatch(original, file);
        for (int i = 0; i < before.pieces.size() && same >= 0; i++) {
            Piece piece = before.pieces.get(i);
            if (piece.to() + 2 < same) {
                assertThat(after.pieces.get(i)).isEqualTo(piece);
            }
        }
    }

    /** A quote too many, or too few, costs its own line, and not the rows behind it but for those that it stands in one field with. */
    private static void checkEnd(Accounted before, Accounted after, byte[] original, byte[] file) {
        int same = 0;
        int most = Math.min(original.length, file.length);
        while (same < most && original[original.length - 1 - same] == file[file.length - 1 - same]) {
            same++;
        }
        int behind = original.length - same;
        int moved = file.length - original.length;
        before.pieces.stream()
                .filter(piece -> piece.from() > behind)
                .skip(ROWS_IN_ONE_FIELD)
                .forEach(piece -> assertThat(after.pieces)
                        .contains(new Piece(piece.from() + moved, piece.to() + moved, piece.json())));
    }

    /** Reading in parts gives what reading at once gives. */
    private static void checkParts(String name, byte[] file, Random random) {
        List<Place> places = new ArrayList<>();
        Transcript whole = new Transcript(1 + random.nextInt(2_000), places);
        open(name, file).into(whole);
        Transcript parts = new Transcript(1 + random.nextInt(50_000), null);
        Place from = Place.START;
        for (Place place : places) {
            if (random.nextInt(places.size()) < 4) {
                open(name, file).into(new Stretch(from, place), parts);
                from = place;
            }
        }
        open(name, file).into(new Stretch(from, null), parts);
        assertThat(parts.events).isEqualTo(whole.events);
    }

    private static Reading open(String name, byte[] file) {
        SourceSettings settings = new SourceSettings("auto", RecordedSink.json("{}"), null, MAX_RECORD_BYTES);
        return FormatDetector.open(Content.of(new ByteArrayInputStream(file), new ArrayRanges(file)), name, settings);
    }

    private static void inLittleMemory(Runnable reading) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        reading.run();
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    private static Path kept(String name, byte[] file) throws IOException {
        Path directory = Path.of("target/fuzz");
        Files.createDirectories(directory);
        return Files.write(directory.resolve(name), file);
    }

    private static String text(String name, int from) {
        return switch (name) {
            case "a.ndjson" -> objects(from, "\n");
            case "a.json" -> "[" + objects(from, ",\n") + "]\n";
            case "several.json" -> objects(from, "\n\n");
            case "enveloped.json" -> "{\"when\":\"now\",\"rows\":[" + objects(from, ", ") + "],\n\"n\":30}";
            case "values.ndjson" ->
                numbers(from)
                        .map(i -> i % 3 == 0 ? "[" + i + ",[]]" : "\"Niño " + i + "\"")
                        .collect(Collectors.joining("\n"));
            default -> {
                String between = name.endsWith(".tsv") ? "\t" : ",";
                yield "id" + between + "name" + between + "what\n"
                        + numbers(from)
                                .map(i -> i + between + "\"Niño" + between + " \"\"" + i + "\"\"\"" + between
                                        + (i % 4 == 0 ? "\"\n\"" : "ñ"))
                                .collect(Collectors.joining("\n"));
            }
        };
    }

    private static String objects(int from, String between) {
        return numbers(from)
                .map(i -> "{\"id\":" + i + ",\"name\":\"Niño \\\"x\\\" {[\",\"items\":[{\"qty\":" + i
                        + "},{\"qty\":1.5e3}],\"none\":null}")
                .collect(Collectors.joining(between));
    }

    private static Stream<Integer> numbers(int from) {
        return IntStream.range(from, from + RECORDS).boxed();
    }
}
