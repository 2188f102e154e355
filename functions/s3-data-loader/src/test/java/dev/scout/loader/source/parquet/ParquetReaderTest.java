package dev.scout.loader.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.loader.SharedData;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Ranges;
import dev.scout.loader.source.RecordedSink;
import dev.scout.loader.source.Stretch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetReaderTest {

    @Test
    void keepsNestedValues() throws IOException {
        assertThat(suiteFile("nullable.impala.parquet").subList(0, 4))
                .containsExactly(
                        "{\"id\":1,\"int_array\":[1,2,3],\"int_array_Array\":[[1,2],[3,4]],\"int_map\":{\"k1\":1,\"k2\":100},"
                                + "\"int_Map_Array\":[{\"k1\":1}],\"nested_struct\":{\"A\":1,\"b\":[1],\"C\":{\"d\":[[{\"E\":10,\"F\":\"aaa\"},"
                                + "{\"E\":-10,\"F\":\"bbb\"}],[{\"E\":11,\"F\":\"c\"}]]},\"g\":{\"foo\":{\"H\":{\"i\":[1.1]}}}}}",
                        "{\"id\":2,\"int_array\":[null,1,2,null,3,null],\"int_array_Array\":[[null,1,2,null],[3,null,4],[],null],"
                                + "\"int_map\":{\"k1\":2,\"k2\":null},\"int_Map_Array\":[{\"k3\":null,\"k1\":1},null,{}],"
                                + "\"nested_struct\":{\"A\":null,\"b\":[null],\"C\":{\"d\":[[{\"E\":null,\"F\":null},{\"E\":10,\"F\":\"aaa\"},"
                                + "{\"E\":null,\"F\":null},{\"E\":-10,\"F\":\"bbb\"},{\"E\":null,\"F\":null}],[{\"E\":11,\"F\":\"c\"},null],[],null]},"
                                + "\"g\":{\"g1\":{\"H\":{\"i\":[2.2,null]}},\"g2\":{\"H\":{\"i\":[]}},\"g3\":null,\"g4\":{\"H\":{\"i\":null}},"
                                + "\"g5\":{\"H\":null}}}}",
                        "{\"id\":3,\"int_array\":[],\"int_array_Array\":[null],\"int_map\":{},\"int_Map_Array\":[null,null],"
                                + "\"nested_struct\":{\"A\":null,\"b\":null,\"C\":{\"d\":[]},\"g\":{}}}",
                        "{\"id\":4,\"int_array\":null,\"int_array_Array\":[],\"int_map\":{},\"int_Map_Array\":[],"
                                + "\"nested_struct\":{\"A\":null,\"b\":null,\"C\":{\"d\":null},\"g\":null}}");
        assertThat(suiteFile("old_list_structure.parquet")).containsExactly("{\"a\":[[1,2],[3,4]]}");
        assertThat(suiteFile("repeated_no_annotation.parquet"))
                .contains("{\"id\":4,\"phoneNumbers\":{\"phone\":[{\"number\":5555555555,\"kind\":null}]}}");
        assertThat(suiteFile("nested_maps.snappy.parquet"))
                .contains("{\"a\":{\"a\":[{\"key\":1,\"value\":true},{\"key\":2,\"value\":false}]},\"b\":1,\"c\":1.0}");
    }

    @Test
    void keepsTheSignOfZero() throws IOException {
        assertThat(suiteFile("float16_nonzeros_and_nans.parquet")).contains("{\"x\":-0.0}");
    }

    @Test
    void readsInt96AsInstants() throws IOException {
        assertThat(suiteFile("int96_from_spark.parquet"))
                .startsWith("{\"a\":\"2024-01-01T20:34:56.123456Z\"}", "{\"a\":\"2024-01-01T01:00:00Z\"}");
    }

    @Test
    void keepsEveryDigitAndUnit(@TempDir Path directory) throws IOException {
        String schema = """
                message record {
                  required int32 day (DATE);
                  required int64 instant (TIMESTAMP(MICROS,true));
                  required int64 local (TIMESTAMP(NANOS,false));
                  required int32 clock (TIME(MILLIS,false));
                  required int64 unsigned (INTEGER(64,false));
                  required fixed_len_byte_array(16) price (DECIMAL(38,10));
                  required fixed_len_byte_array(16) id (UUID);
                  required binary bytes;
                  required binary text (STRING);
                  required double ratio;
                  required float nothing;
                  required boolean yes;
                  optional binary absent (STRING);
                  repeated int32 many;
                }""";
        Path file = directory.resolve("types.parquet");
        ParquetFixture.write(file, schema, record -> {
            record.value("day", -1);
            record.value("instant", 1_705_312_803_127_001L);
            record.value("local", -1L);
            record.value("clock", 36_000_000);
            record.value("unsigned", -1L);
            record.value("price", new BigInteger("12345678901234567890123456789012345678"), 16);
            record.value("id", new BigInteger("00112233445566778899aabbccddeeff", 16), 16);
            record.value("bytes", new byte[] {0, (byte) 0xFF});
            record.value("text", "Ni\u00f1o \"\\\n\u0000".getBytes(StandardCharsets.UTF_8));
            record.value("ratio", 0.1);
            record.value("nothing", Float.NaN);
            record.value("yes", true);
            record.values("many", 1, 2, 3);
        });

        assertThat(RecordedSink.read("types.parquet", Files.readAllBytes(file)).records)
                .containsExactly("{\"day\":\"1969-12-31\",\"instant\":\"2024-01-15T10:00:03.127001Z\","
                        + "\"local\":\"1969-12-31T23:59:59.999999999\",\"clock\":\"10:00:00\",\"unsigned\":18446744073709551615,"
                        + "\"price\":1234567890123456789012345678.9012345678,\"id\":\"00112233-4455-6677-8899-aabbccddeeff\","
                        + "\"bytes\":\"AP8=\",\"text\":\"Niño \\\"\\\\\\n\\u0000\",\"ratio\":0.1,\"nothing\":\"NaN\",\"yes\":true,"
                        + "\"absent\":null,\"many\":[1,2,3]}");
    }

    @Test
    void refusesTextThatIsNoUtf8(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("text.parquet");
        ParquetFixture.write(
                file,
                "message record { required binary text (STRING); }",
                record -> record.value("text", new byte[] {'N', 'i', (byte) 0xF1, 'o'}),
                record -> record.value("text", new byte[] {'x'}));
        RecordedSink read = RecordedSink.read("text.parquet", Files.readAllBytes(file));

        assertThat(read.records).containsExactly("{\"text\":\"x\"}");
        assertThat(read.rules()).containsExactly("invalid_encoding");
        assertThat(read.refusals.get(0).column()).isEqualTo("text");
        assertThat(read.raw(0)).isEqualTo("{\"text\":\"Tmnxbw==\"}");
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        suiteFile("int32_decimal.parquet");
        RecordedSink.read("torn.parquet", "PAR1 and then nothing".getBytes(StandardCharsets.UTF_8));

        assertThat(spooled()).isEmpty();
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                        CompressionCodecName.UNCOMPRESSED,
                        CompressionCodecName.GZIP,
                        CompressionCodecName.ZSTD,
                        CompressionCodecName.SNAPPY,
                        CompressionCodecName.LZ4_RAW)
                .flatMap(codec -> Stream.of(ParquetProperties.WriterVersion.values())
                        .map(version -> Arguments.of(codec, version)));
    }

    /**
     * Its pages do not fit into what a small function has for them: where their encoding and codec let them, they are read as streams, else
     * from temporary files, of which some are used again.
     */
    @ParameterizedTest
    @MethodSource("forms")
    void readsPagesLargerThanTheMemoryForThem(
            CompressionCodecName codec, ParquetProperties.WriterVersion version, @TempDir Path directory)
            throws IOException {
        int rows = 30_000;
        Path file = directory.resolve("large.parquet");
        writeLarge(file, rows, codec, version);
        RecordedSink read = new RecordedSink();
        ParquetReader reader = new ParquetReader(RecordedSink.MAX_RECORD_BYTES, 1);
        reader.read(Content.of(Files.newInputStream(file)), Stretch.WHOLE, read);

        assertThat(read.refusals).isEmpty();
        assertThat(read.records)
                .isEqualTo(IntStream.range(0, rows)
                        .mapToObj(i -> "{\"text\":\"" + lengthy(i) + "\",\"back\":"
                                + (i % 3 == 0 ? "null" : "\"" + lengthy(rows - i) + "\"") + ",\"many\":"
                                + (i % 2 == 0 ? "[]" : "[" + i + "," + -i + "]") + ",\"fixed\":"
                                + (i % 5 == 0 ? "null" : "\"" + base64(i) + "\"") + "}")
                        .toList());
        assertThat(spooled()).isEmpty();
    }

    /** Their levels stand before what is compressed. */
    @Test
    void readsLargePagesOfTheSecondForm(@TempDir Path directory) throws IOException {
        int rows = 600_000;
        Path file = directory.resolve("large.parquet");
        ParquetFixture.write(
                file,
                "message record { optional double amount; }",
                form -> form.withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
                        .withDictionaryEncoding(false)
                        .withPageWriteChecksumEnabled(false)
                        .withPageSize(64 << 20)
                        .withPageRowCountLimit(rows)
                        .withCompressionCodec(CompressionCodecName.SNAPPY),
                IntStream.range(0, rows)
                        .<Consumer<ParquetFixture.Fields>>mapToObj(i -> record -> {
                            if (i % 7 > 0) {
                                record.value("amount", i / 4.0);
                            }
                        })
                        .toList());
        RecordedSink read = new RecordedSink();
        new ParquetReader(RecordedSink.MAX_RECORD_BYTES, 1)
                .read(Content.of(Files.newInputStream(file)), Stretch.WHOLE, read);

        assertThat(read.refusals).isEmpty();
        assertThat(read.records)
                .isEqualTo(IntStream.range(0, rows)
                        .mapToObj(i -> "{\"amount\":" + (i % 7 == 0 ? "null" : String.valueOf(i / 4.0)) + "}")
                        .toList());
    }

    /** The file is not to blame, and so none of its records is refused. */
    @Test
    void failsWhereTheSourceFailsInTheMiddleOfALargePage(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("large.parquet");
        writeLarge(file, 30_000, CompressionCodecName.UNCOMPRESSED, ParquetProperties.WriterVersion.PARQUET_1_0);
        byte[] bytes = Files.readAllBytes(file);
        RecordedSink read = new RecordedSink();
        Ranges cut = new Ranges() {

            @Override
            public long sizeBytes() {
                return bytes.length;
            }

            @Override
            public int read(long position, byte[] target, int offset, int length) throws IOException {
                if (!read.records.isEmpty()) {
                    throw new IOException("the connection is gone");
                }
                int taken = (int) Math.min(length, bytes.length - position);
                System.arraycopy(bytes, (int) position, target, offset, taken);
                return taken;
            }

            @Override
            public InputStream from(long position) {
                throw new UnsupportedOperationException();
            }
        };

        assertThatThrownBy(() -> new ParquetReader(RecordedSink.MAX_RECORD_BYTES, 1).read(cut, Stretch.WHOLE, read))
                .isInstanceOf(UncheckedIOException.class)
                .rootCause()
                .hasMessage("the connection is gone");
        assertThat(read.records).isNotEmpty();
        assertThat(read.refusals).isEmpty();
    }

    private static void writeLarge(
            Path file, int rows, CompressionCodecName codec, ParquetProperties.WriterVersion version)
            throws IOException {
        ParquetFixture.write(
                file,
                "message record { required binary text (STRING); optional binary back (STRING); repeated int32 many; "
                        + "optional fixed_len_byte_array(200) fixed; }",
                form -> form.withWriterVersion(version)
                        .withDictionaryEncoding(false)
                        .withPageWriteChecksumEnabled(false)
                        .withPageSize(6 << 20)
                        .withPageRowCountLimit(rows)
                        .withRowGroupSize(20L << 20)
                        .withCompressionCodec(codec),
                IntStream.range(0, rows)
                        .<Consumer<ParquetFixture.Fields>>mapToObj(i -> record -> {
                            record.value("text", lengthy(i).getBytes(StandardCharsets.UTF_8));
                            if (i % 3 > 0) {
                                record.value("back", lengthy(rows - i).getBytes(StandardCharsets.UTF_8));
                            }
                            if (i % 2 > 0) {
                                record.values("many", i, -i);
                            }
                            if (i % 5 > 0) {
                                record.value("fixed", BigInteger.valueOf(i), 200);
                            }
                        })
                        .toList());
    }

    private static String base64(int number) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(200).putInt(196, number).array());
    }

    private static String lengthy(int number) {
        return Integer.toString(number, 36).repeat(100) + number;
    }

    private static List<Path> spooled() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("scout-spool-"))
                    .filter(Files::exists) // Those of another process have a name only for a moment.
                    .toList();
        }
    }

    private static List<String> suiteFile(String name) throws IOException {
        RecordedSink read = RecordedSink.read(
                name,
                Files.readAllBytes(
                        SharedData.directory("conformance/parquet-testing/data").resolve(name)));
        assertThat(read.refusals).isEmpty();
        return read.records;
    }

    @Test
    void keepsATimeThatNoDayHas(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("time.parquet");
        ParquetFixture.write(
                file,
                "message record { required int32 t (TIME(MILLIS,false)); }",
                record -> record.value("t", 86_400_000),
                record -> record.value("t", -1),
                record -> record.value("t", 0));

        assertThat(RecordedSink.read("time.parquet", Files.readAllBytes(file)).records)
                .containsExactly("{\"t\":86400000}", "{\"t\":-1}", "{\"t\":\"00:00:00\"}");
    }

    /** Snowflake and DuckDB leave the names of shredded fields out of a variant's metadata. */
    @Test
    void readsAVariantWhoseMetadataLacksTheNamesOfShreddedFields(@TempDir Path directory) throws IOException {
        String schema = """
                message record {
                  required group v (VARIANT(1)) {
                    required binary metadata;
                    optional binary value;
                    optional group typed_value {
                      required group b { optional binary value; optional int32 typed_value; }
                      required group a { optional binary value; optional group typed_value {
                        required group c { optional binary value; optional binary typed_value (STRING); } } }
                    }
                  }
                }""";
        byte[] onlyZ = {1, 1, 0, 1, 'z'};
        byte[] objectWithZ = {2, 1, 0, 0, 2, 12, 7};
        Path file = directory.resolve("variant.parquet");
        ParquetFixture.write(
                file,
                schema,
                record -> record.groups("v", v -> {
                    v.value("metadata", onlyZ);
                    v.value("value", objectWithZ);
                    v.groups("typed_value", typed -> {
                        typed.groups("b", b -> b.value("typed_value", 5));
                        typed.groups(
                                "a",
                                a -> a.groups(
                                        "typed_value",
                                        inner -> inner.groups("c", c -> c.value("typed_value", new byte[] {'x'}))));
                    });
                }),
                record -> record.groups("v", v -> v.value("metadata", new byte[] {1, 0, 0})));

        RecordedSink read = RecordedSink.read("variant.parquet", Files.readAllBytes(file));
        assertThat(read.refusals).isEmpty();
        assertThat(read.records).containsExactly("{\"v\":{\"a\":{\"c\":\"x\"},\"b\":5,\"z\":7}}", "{\"v\":null}");
    }

    /** As parquet-cpp up to 2 did. */
    @Test
    void readsCompressedPagesThatAreSaidToBeNone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pages.parquet");
        ParquetFixture.write(
                file,
                "message record { required binary text (STRING); }",
                form -> form.withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
                        .withDictionaryEncoding(false)
                        .withCompressionCodec(CompressionCodecName.SNAPPY),
                List.of(record -> record.value("text", "a".repeat(1_000).getBytes(StandardCharsets.UTF_8))));
        byte[] content = Files.readAllBytes(file);
        int firstPage = 4;
        PageHeader header = Util.readPageHeader(new ByteArrayInputStream(content, firstPage, content.length));
        header.getData_page_header_v2().setIs_compressed(false);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        Util.writePageHeader(header, changed);
        System.arraycopy(changed.toByteArray(), 0, content, firstPage, changed.size());

        assertThat(RecordedSink.read("pages.parquet", content).records)
                .containsExactly("{\"text\":\"" + "a".repeat(1_000) + "\"}");
    }
}
