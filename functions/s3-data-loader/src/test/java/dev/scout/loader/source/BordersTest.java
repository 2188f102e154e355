package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is read in parts gives what it gives when it is read at once: records, numbers, lines, offsets and refusals. */
class BordersTest {

    private static final int FILES = 30;
    private static final int MAX_RECORD_BYTES = 3_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.ndjson",
                "a.csv",
                "a.json",
                "enveloped.json",
                "several.json",
                "values.json",
                "values.ndjson",
                "headless.csv",
                "commented.csv",
                "a.ndjson UTF-16LE",
                "a.csv UTF-16BE",
                "a.csv windows-1252",
                "a.json UTF-16LE",
                "enveloped.json windows-1252",
                "a.ndjson.gz",
                "a.csv.gz",
                "a.json.gz",
                "torn a.ndjson.gz",
                "torn a.csv.gz",
                "torn enveloped.json.gz",
                "torn values.json.gz"
            })
    void partsPutTogetherAreTheWhole(String kind) throws IOException {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            byte[] file = new SampleText(random, kind, seed % 15 == 0 ? 30_000 : 40).bytes();
            String name = kind.replace("torn ", "").split(" ", 2)[0];
            List<Place> places = new ArrayList<>();
            Transcript whole = new Transcript(1 + random.nextInt(2_000), places);
            open(file, name, false).into(whole);
            boolean ranges = random.nextBoolean();

            List<Place> surveyed = new ArrayList<>();
            Transcript surveyor = new Transcript(RecordSink.BORDER_BYTES, new ArrayList<>());
            open(file, name, false).into(surveyor);
            open(file, name, ranges).survey(Place.START, surveyed::add);
            assertThat(surveyed).as("%s, seed %d", kind, seed).isEqualTo(surveyor.places);

            Transcript parts = new Transcript(1 + random.nextInt(500_000), null);
            Place from = Place.START;
            for (Place place : places) {
                if (random.nextInt(places.size()) < 8) {
                    open(file, name, ranges).into(new Stretch(from, place), parts);
                    from = place;
                }
            }
            open(file, name, ranges).into(new Stretch(from, null), parts);

            assertSame(parts.events, whole.events, kind + ", seed " + seed);
            if (seed % 15 == 0) {
                assertThat(places).as("%s, seed %d", kind, seed).hasSizeGreaterThan(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson", "a.csv", "a.json", "enveloped.json", "a.csv UTF-16LE", "a.json.gz"})
    void goesOnWhereItWasStopped(String kind) throws IOException {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            byte[] file = new SampleText(random, kind, 200).bytes();
            String name = kind.split(" ", 2)[0];
            Transcript whole = new Transcript(RecordSink.BORDER_BYTES, null);
            open(file, name, false).into(whole);

            Stopping stopping = new Stopping(1 + random.nextInt(3_000));
            Place from = Place.START;
            while (from != null) {
                stopping.stoppedAt = null;
                open(file, name, true).into(new Stretch(from, null), stopping);
                from = stopping.stoppedAt;
            }
            assertSame(stopping.events, whole.events, kind + ", seed " + seed);
        }
    }

    @Test
    void tellsOfABorderAboutEveryMebibyte() {
        String text = "{\"a\":\"" + "x".repeat(992) + "\"}\n";
        List<Place> places = new ArrayList<>();
        open(text.repeat(5_000).getBytes(StandardCharsets.UTF_8), "a.ndjson", false)
                .survey(Place.START, places::add);

        assertThat(places).hasSize(4);
        assertThat(places.get(1)).isEqualTo(new Place(2 * 1048, 2 * 1048 + 1, 2 * 1048 * 1001));
    }

    /** Tells of the first difference only. */
    private static void assertSame(List<String> actual, List<String> expected, String what) {
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("%s, event %d", what, i).isEqualTo(expected.get(i));
        }
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
    }

    private static Reading open(byte[] file, String name, boolean ranges) {
        SourceSettings settings = new SourceSettings(
                "auto",
                RecordedSink.json(name.startsWith("headless") ? "{\"header\":false}" : "{}"),
                null,
                MAX_RECORD_BYTES);
        Content content = Content.of(new ByteArrayInputStream(file), ranges ? new ArrayRanges(file) : null);
        return FormatDetector.open(content, name, settings);
    }

    /** Stops at each border. */
    private static final class Stopping extends Transcript {

        private @Nullable Place stoppedAt;

        Stopping(long borderBytes) {
            super(borderBytes, null);
        }

        @Override
        public boolean border(Place place) {
            stoppedAt = place;
            return false;
        }
    }

    /** A text with every kind of record, good and bad. */
    private record SampleText(Random random, String kind, int records) {

        byte[] bytes() throws IOException {
            String[] words = kind.replace("torn ", "").split(" ", 2);
            Charset charset = words.length == 1 ? StandardCharsets.UTF_8 : Charset.forName(words[1]);
            String text = text(words[0].substring(0, words[0].indexOf('.', 1)), words[0].contains(".csv"));
            boolean cut = random.nextInt(4) == 0;
            byte[] bytes = (charset.name().startsWith("UTF") && random.nextBoolean() ? "\uFEFF" + text : text)
                    .getBytes(charset);
            byte[] file = cut ? Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 3)) : bytes;
            if (!kind.contains(".gz")) {
                return file;
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(file);
            }
            return kind.startsWith("torn")
                    ? Arrays.copyOf(packed.toByteArray(), packed.size() * 2 / 3)
                    : packed.toByteArray();
        }

        private String text(String form, boolean csv) {
            if (csv) {
                return csv();
            }
            return switch (form) {
                case "enveloped" ->
                    "{\"when\":\"now\",\n\"rows\":[" + elements() + "],\n\"n\":3}\n"
                            + (random.nextBoolean() ? "" : "[1,{\"x\":2}, {}]\n{\"y\":3}");
                case "several" -> several();
                case "values" -> values(kind.contains("ndjson") || random.nextBoolean() ? "\n" : ",");
                default ->
                    kind.contains("ndjson")
                            ? lines()
                            : (random.nextInt(3) == 0 ? "oops\n" : "") + "[" + elements() + "]";
            };
        }

        private String csv() {
            StringBuilder text = new StringBuilder(
                    switch (kind.substring(0, 2)) {
                        case "he" -> "";
                        case "co" -> "# made by \"till 7\n#\nid,\"the\nname\",what\n";
                        default -> "id,\"the\nname\",what\n";
                    });
            String[] ends = random.nextBoolean() ? new String[] {"\n"} : new String[] {"\n", "\r\n", "\r", "\n\n"};
            for (int i = 0; i < records; i++) {
                text.append(
                        switch (random.nextInt(20)) {
                            case 0 -> i + ",too few";
                            case 1 -> i + ",\"not closed,x";
                            case 2 -> i + "," + "x".repeat(random.nextInt(2 * MAX_RECORD_BYTES)) + ",y";
                            case 3 -> i + ",\"" + "\n".repeat(random.nextInt(5)) + "\"\"\",é";
                            case 4 -> kind.startsWith("commented") ? "# a \"comment" : "";
                            default -> i + ",\"Niño, " + "z".repeat(random.nextInt(80)) + "\",";
                        });
                text.append(ends[random.nextInt(ends.length)]);
            }
            return text.toString();
        }

        private String lines() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < records; i++) {
                text.append(element(i)).append(random.nextInt(6) == 0 ? "\r\n \n" : "\n");
            }
            return text.toString();
        }

        private String elements() {
            StringBuilder text = new StringBuilder(" ");
            for (int i = 0; i < records; i++) {
                text.append(i == 0 ? "{\"first\":1}" : element(i))
                        .append(i == records - 1 ? "" : random.nextInt(3) == 0 ? "\n , " : ",");
            }
            return text.toString();
        }

        private String several() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < records; i++) {
                text.append(random.nextInt(5) == 0 ? "[" + element(i) + ",{\"z\":\n0}]" : "{\"id\":" + i + "}");
                text.append(random.nextInt(10) == 0 ? ",\n" : "\n");
            }
            return text.toString();
        }

        private String values(String between) {
            StringBuilder text = new StringBuilder(between.equals(",") ? "[" : "");
            for (int i = 0; i < records; i++) {
                text.append(
                        switch (random.nextInt(12)) {
                            case 0 -> i == 0 ? "null" : element(i).replace("\n", " ");
                            case 1 -> i == 0 ? "-1" : "nul";
                            case 2 -> "\"" + "x".repeat(random.nextInt(2 * MAX_RECORD_BYTES)) + "\"";
                            case 3 -> "[" + i + ",[]]";
                            case 4 -> "\"a\n";
                            case 5 -> between.equals(",") ? "{\"value\":\n" + i + "}" : ",";
                            default -> i + ".50";
                        });
                text.append(i == records - 1 ? "" : between);
            }
            return text.append(between.equals(",") ? "]\n" : "").toString();
        }

        private String element(int i) {
            return switch (random.nextInt(20)) {
                case 0 -> "{\"id\":" + i + ",}";
                case 1 -> "{\"id\":\"" + "x".repeat(random.nextInt(2 * MAX_RECORD_BYTES)) + "\"}";
                case 2 -> "[" + i + ",{\"a\":2}]";
                case 3 -> "\"text, [" + i + "\"";
                default ->
                    "{\"id\":" + i + ",\"name\":\"Niño }],[{" + "z".repeat(random.nextInt(80)) + "\", \"n\":[1,{}]}";
            };
        }
    }
}
