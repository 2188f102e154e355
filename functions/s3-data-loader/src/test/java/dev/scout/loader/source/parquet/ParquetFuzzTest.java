package dev.scout.loader.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.source.Fuzz;
import dev.scout.loader.source.RecordedSink;
import dev.scout.loader.source.parquet.ParquetFixture.Fields;
import dev.scout.parquet.ParquetCodecs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is damaged in a Parquet file: reading comes to an end, what it yields is JSON, what is missing is told, and what is whole is there. */
class ParquetFuzzTest {

    private static final int ROWS = 400;
    private static final int ROWS_IN_A_GROUP = 100;
    private static final int ROWS_IN_A_PAGE = 20;

    private static final String SCHEMA = """
            message record {
              required int32 id;
              optional int64 at (TIMESTAMP(MICROS,true));
              optional binary name (STRING);
              required binary few (STRING);
              optional double ratio;
              required boolean yes;
              optional fixed_len_byte_array(12) price (DECIMAL(20,4));
              optional group list (LIST) { repeated group list { optional int32 element; } }
              optional group map (MAP) { repeated group key_value { required binary key (STRING); optional int64 value; } }
            }""";

    static Stream<Form> forms() {
        return Stream.of(
                new Form(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, false),
                new Form(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, true),
                new Form(CompressionCodecName.GZIP, WriterVersion.PARQUET_2_0, false),
                new Form(CompressionCodecName.ZSTD, WriterVersion.PARQUET_2_0, true),
                new Form(CompressionCodecName.LZ4_RAW, WriterVersion.PARQUET_2_0, false));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void losesNothingWithoutAWord(Form form, @TempDir Path directory) throws IOException {
        byte[] original = form.write(directory.resolve("whole.parquet"));
        Fuzz fuzz = new Fuzz(20261127, 2);
        while (fuzz.goesOn()) {
            byte[] damaged = fuzz.damaged(original);
            fuzz.run(() -> {
                RecordedSink read = read(damaged);
                if (read.records.size() < ROWS) {
                    assertThat(read.refusals).isNotEmpty();
                }
            });
        }
        assertThat(fuzz.cases()).isPositive();
    }

    /** Damage within a page costs the rows of that page, or of the row group where that can't be told, and every row is accounted for. */
    @ParameterizedTest
    @MethodSource("forms")
    void readsWhatLiesBesideTheDamage(Form form, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("whole.parquet");
        byte[] original = form.write(file);
        List<String> whole = read(original).records;
        assertThat(whole).hasSize(ROWS);
        NavigableMap<Long, Page> pages = pages(file, original);
        Fuzz fuzz = new Fuzz(20261128, 1);
        while (fuzz.goesOn()) {
            int at = 4
                    + fuzz.random().nextInt((int) (pages.lastEntry().getValue().end() - 4));
            Map.Entry<Long, Page> page = pages.floorEntry((long) at);
            if (page == null || at >= page.getValue().end()) {
                continue;
            }
            byte[] damaged = original.clone();
            damaged[at] ^= (byte) (1 + fuzz.random().nextInt(255));
            fuzz.run(() -> check(read(damaged), whole, page.getValue(), at));
        }
        assertThat(fuzz.cases()).isPositive();
    }

    private static void check(RecordedSink read, List<String> whole, Page page, int at) {
        int group = page.firstRow() / ROWS_IN_A_GROUP * ROWS_IN_A_GROUP;
        boolean onlyPage = page.tellsRows() && at >= page.bodyAt();
        int from = onlyPage ? page.firstRow() : group;
        int to = onlyPage ? page.firstRow() + page.rows() : group + ROWS_IN_A_GROUP;
        Map<Integer, String> records = new TreeMap<>();
        for (int i = 0; i < read.records.size(); i++) {
            records.put(Integer.parseInt(read.places.get(i).replaceFirst("/.*", "")) - 1, read.records.get(i));
        }
        for (int row = 0; row < ROWS; row++) {
            if (row < from || row >= to) {
                assertThat(records.get(row)).as("row %d, damage at %d", row, at).isEqualTo(whole.get(row));
            }
        }
        if (records.size() < ROWS) {
            assertThat(read.refusals).isNotEmpty();
        }
    }

    private static RecordedSink read(byte[] file) {
        RecordedSink read = RecordedSink.read("a.parquet", file);
        read.assertWellFormed();
        return read;
    }

    /** Where the pages are, by where they begin, as Parquet's own library finds them. */
    private static NavigableMap<Long, Page> pages(Path file, byte[] content) throws IOException {
        TreeMap<Long, Page> pages = new TreeMap<>();
        try (ParquetFileReader reader = ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(ParquetCodecs.plain()).build())) {
            for (BlockMetaData group : reader.getFooter().getBlocks()) {
                int before = (int) group.getRowIndexOffset();
                for (ColumnChunkMetaData column : group.getColumns()) {
                    OffsetIndex index = reader.readOffsetIndex(column);
                    if (column.getStartingPos() < index.getOffset(0)) {
                        pages.put(
                                column.getStartingPos(),
                                new Page(column.getStartingPos(), index.getOffset(0), before, 0, false));
                    }
                    for (int i = 0; i < index.getPageCount(); i++) {
                        int first = (int) index.getFirstRowIndex(i);
                        int last = (int) index.getLastRowIndex(i, group.getRowCount());
                        long offset = index.getOffset(i);
                        ByteArrayInputStream bytes =
                                new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
                        PageHeader header = Util.readPageHeader(bytes);
                        pages.put(
                                offset,
                                new Page(
                                        content.length - bytes.available(),
                                        offset + index.getCompressedPageSize(i),
                                        before + first,
                                        last - first + 1,
                                        header.getType() == PageType.DATA_PAGE_V2
                                                || column.getPath().size() == 1));
                    }
                }
            }
        }
        return pages;
    }

    /**
     * A page.
     *
     * @param bodyAt behind its header
     * @param tellsRows whether it can be told which rows it has; not of a dictionary, which all rows of the row group need
     */
    record Page(long bodyAt, long end, int firstRow, int rows, boolean tellsRows) {}

    /** How a file is written. */
    record Form(CompressionCodecName codec, WriterVersion version, boolean checksums) {

        byte[] write(Path file) throws IOException {
            ParquetFixture.write(file, SCHEMA, this::apply, records());
            return Files.readAllBytes(file);
        }

        private ParquetFixture.Builder apply(ParquetFixture.Builder builder) {
            return builder.withCompressionCodec(codec)
                    .withWriterVersion(version)
                    .withPageWriteChecksumEnabled(checksums)
                    .withRowGroupRowCountLimit(ROWS_IN_A_GROUP)
                    .withPageRowCountLimit(ROWS_IN_A_PAGE)
                    .withMinRowCountForPageSizeCheck(1);
        }

        private static List<Consumer<Fields>> records() {
            List<Consumer<Fields>> records = new ArrayList<>();
            IntStream.range(0, ROWS).forEach(i -> records.add(record -> fill(record, i)));
            return records;
        }

        private static void fill(Fields record, int i) {
            record.value("id", i);
            if (i % 7 != 0) {
                record.value("at", 1_700_000_000_000_000L + 977_123L * i);
                record.value("name", ("Niño " + i * 31).getBytes(StandardCharsets.UTF_8));
            }
            record.value("few", ("f" + i % 3).getBytes(StandardCharsets.UTF_8));
            if (i % 5 != 0) {
                record.value("ratio", i / 7.0);
            }
            record.value("yes", i % 3 == 0);
            if (i % 4 != 0) {
                record.value("price", java.math.BigInteger.valueOf(12_345_678_901L * i), 12);
            }
            if (i % 6 != 0) {
                record.groups("list", list -> {
                    if (i % 6 > 1) {
                        List<Consumer<Fields>> elements = new ArrayList<>();
                        IntStream.range(0, i % 6).forEach(n -> elements.add(element(i, n)));
                        list.groups("list", elements);
                    }
                });
                record.groups("map", map -> {
                    if (i % 6 > 2) {
                        map.groups("key_value", entry -> {
                            entry.value("key", ("k" + i % 2).getBytes(StandardCharsets.UTF_8));
                            entry.value("value", (long) i);
                        });
                    }
                });
            }
        }

        private static Consumer<Fields> element(int i, int n) {
            return element -> {
                if (n % 2 == 0) {
                    element.value("element", i + n);
                }
            };
        }
    }
}
