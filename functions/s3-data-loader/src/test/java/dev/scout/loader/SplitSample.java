package dev.scout.loader;

import dev.scout.loader.source.orc.OrcFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A file of some tens of KiB of which about every twentieth record is to be refused, and one is larger than a part.
 *
 * @param name the last part of its key
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SplitSample(String name, byte[] content) {

    private static final int RECORDS = 400;
    private static final int STRIPE_ROWS = 500;

    static Stream<SplitSample> all() {
        Charset windows = Charset.forName("windows-1252");
        byte[] packed = gzip(ndjson().repeat(8));
        return Stream.of(
                new SplitSample("plain.ndjson", utf8(ndjson())),
                new SplitSample("array.json", utf8(array())),
                new SplitSample("enveloped.json", utf8("{\"shop\":\"S-1\",\"sales\":" + array() + "}")),
                new SplitSample("several.json", utf8(ndjson().replace("}\n", "}\n\n") + array())),
                new SplitSample("quoted.csv", utf8(csv(RECORDS))),
                new SplitSample("commented.csv", utf8(commented())),
                new SplitSample("windows.csv", csv(RECORDS).getBytes(windows)),
                new SplitSample("wide.csv", csv(4 * RECORDS).getBytes(StandardCharsets.UTF_16)),
                new SplitSample("wide.ndjson", ndjson().repeat(2).getBytes(StandardCharsets.UTF_16LE)),
                // Places in what is compressed are four times as far apart.
                new SplitSample("packed.ndjson.gz", packed),
                new SplitSample("packed.csv.gz", gzip(csv(8 * RECORDS))),
                new SplitSample("torn.ndjson.gz", Arrays.copyOf(packed, packed.length - 900)),
                new SplitSample("stripes.orc", OrcFixture.inStripes(8 * STRIPE_ROWS, 8)),
                new SplitSample("damaged.orc", overwritten(OrcFixture.inStripes(8 * STRIPE_ROWS, 8))));
    }

    /** Files whose units can not be cut, but for where the time is up. */
    static Stream<SplitSample> large() {
        return Stream.of(new SplitSample("stripe.orc", OrcFixture.inStripes(16 * STRIPE_ROWS, 1)));
    }

    /** A file of NDJSON or CSV. */
    static SplitSample of(String name) {
        return of(name, 1);
    }

    /** One with so many times the records. */
    static SplitSample of(String name, int times) {
        return new SplitSample(name, utf8(name.endsWith("csv") ? csv(times * RECORDS) : ndjson().repeat(times)));
    }

    @Override
    public String toString() {
        return name;
    }

    private static String ndjson() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= RECORDS; i++) {
            if (i % 21 == 0) {
                text.append(i % 2 == 0 ? "{\"id\":" : "[" + i + "]");
            } else if (i % 97 == 0) {
                text.append("{\"long\":\"")
                        .append("x".repeat(i == 194 ? 20_000 : 3_000))
                        .append("\"}");
            } else {
                text.append(record(i));
            }
            text.append(i % 33 == 0 ? "\r\n\n" : "\n");
        }
        return text.toString();
    }

    private static String array() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 1; i <= RECORDS; i++) {
            text.append(i == 1 ? "" : ",\n").append(i % 21 == 0 ? String.valueOf(i) : record(i));
        }
        return text.append("]").toString();
    }

    private static String record(int i) {
        return "{\"id\":\"" + i + "\",\"timestamp\":\"2024-01-15\",\"name\":\"Ni\u00f1o \u20ac " + "y".repeat(i % 90)
                + "\",\"n\":" + i + ".50}";
    }

    private static String csv(int records) {
        StringBuilder text = new StringBuilder("id;name;note\r\n");
        for (int i = 1; i <= records; i++) {
            text.append(i).append(";Ni\u00f1o ").append("z".repeat(i % 60)).append(';');
            if (i == 200) {
                text.append('"').append("longer than a part\n".repeat(500)).append('"');
            } else if (i % 21 == 0) {
                text.append("one;too many");
            } else if (i % 5 == 0) {
                text.append("\"a \"\"line\"\" that ends\r\nand; goes on\n")
                        .append(i)
                        .append('"');
            }
            text.append("\r\n");
        }
        return text.toString();
    }

    /** With carriage returns for line ends, and comments of which each page has one. */
    private static String commented() {
        StringBuilder text = new StringBuilder("# made by till 7\rid;name;note\r");
        for (int i = 1; i <= RECORDS; i++) {
            text.append(i % 50 == 0 ? "# page " + i / 50 + "\r" : "");
            text.append(i)
                    .append(";Ni\u00f1o ")
                    .append("z".repeat(i % 60))
                    .append(i % 21 == 0 ? ";one;too many\r" : ";-\r");
        }
        return text.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** With damage in two of its stripes. */
    private static byte[] overwritten(byte[] file) {
        Arrays.fill(file, file.length / 4, file.length / 4 + 40, (byte) 0xFF);
        Arrays.fill(file, file.length / 2, file.length / 2 + 3_000, (byte) 0x5A);
        return file;
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(utf8(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
