package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.ObjectCreated;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Bad input of every kind through one loader process with the heap that the template gives it: what is good in it is loaded, what is not
 * is kept with a reason, nothing is lost between the two, and the process serves the next file as if nothing had been.
 */
final class BadInputIT {

    private static final String NO_FAILURES = "{\"batchItemFailures\":[]}";
    private static final String GOOD = """
            {"id":"good","store_id":"s","timestamp":"2026-01-05T09:30:00+08:00","sku":"s","units_per_transaction":1,"peso_value":1}
            """;

    private static Path directory;
    private static Lake lake;
    private static FunctionProcess loader;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        lake = new Lake(temporary);
        loader = lake.loader("-Xmx128m");
    }

    @AfterAll
    static void stop() {
        if (loader != null) {
            loader.close();
        }
        if (lake != null) {
            lake.close();
        }
    }

    // ------------------------------------------------------------------------------------------ cut off

    @Test
    void truncatedGzip() throws Exception {
        byte[] whole = gzip(records(20_000));
        Outcome outcome = load("truncated.ndjson.gz", Arrays.copyOf(whole, whole.length * 6 / 10));

        outcome.assertPartlyRefused();
        assertThat(outcome.loaded()).as("what was readable before the cut").isBetween(1_000L, 19_999L);
        assertThat(outcome.unbroken())
                .as("the loaded records are the first ones")
                .isTrue();
    }

    @Test
    void gzipHeaderAlone() throws Exception {
        load("header.ndjson.gz", Arrays.copyOf(gzip(records(10)), 10)).assertRefusedWhole();
    }

    @Test
    void gzipWithAWrongChecksum() throws Exception {
        byte[] whole = gzip(records(1_000));
        whole[whole.length - 6] ^= 0x55;
        load("checksum.ndjson.gz", whole).assertReasonGiven();
    }

    @Test
    void halfAJsonArray() throws Exception {
        Outcome outcome = load("half.json", "[{\"id\":1},{\"id\":2},{\"id\":3,\"name\":\"cut o");

        outcome.assertPartlyRefused();
        assertThat(outcome.loaded()).isEqualTo(2);
        assertThat(outcome.refusedTexts()).anyMatch(text -> text.contains("cut o"));
    }

    @Test
    void halfAnNdjsonRecord() throws Exception {
        Outcome outcome = load("half.ndjson", records(3) + "{\"id\":4,\"name\":");

        outcome.assertPartlyRefused();
        assertThat(outcome.loaded()).isEqualTo(3);
        assertThat(outcome.refusedTexts()).containsExactly("{\"id\":4,\"name\":");
    }

    @Test
    void parquetFooterCutOff() throws Exception {
        byte[] whole = parquet("select range as id, 'name ' || range as name from range(50000)");
        load("footer.parquet", Arrays.copyOf(whole, whole.length - 100)).assertRefusedWhole();
        load("head.parquet", Arrays.copyOf(whole, 8)).assertRefusedWhole();
        load("magic.parquet", "PAR1PAR1").assertRefusedWhole();
    }

    @Test
    void parquetWithDamagedPages() throws Exception {
        byte[] whole = parquet("select range as id, 'name ' || hash(range) as name from range(50000)");
        new Random(7).ints(200, whole.length / 4, whole.length / 2).forEach(index -> whole[index] ^= 0x5A);
        load("pages.parquet", whole).assertReasonGiven();
    }

    // ------------------------------------------------------------------------------------------ nothing in it

    @Test
    void zeroBytes() throws Exception {
        Outcome outcome = load("empty.csv", "");
        assertThat(outcome.status()).isEqualTo("skipped");
        assertThat(outcome.error()).isNotBlank();
    }

    @Test
    void filesWithoutARecord() throws Exception {
        for (String content : List.of(" ", "\n\n\n", "\uFEFF", "[]", "a,b,c\n", "a,b,c")) {
            Outcome outcome = load("nothing-" + content.hashCode() + ".dat", content);
            assertThat(outcome.loaded()).as("rows of <%s>", content).isZero();
            assertThat(outcome.status()).as("status of <%s>", content).isIn("loaded", "skipped", "rejected");
        }
    }

    @Test
    void gzipOfNothing() throws Exception {
        Outcome outcome = load("nothing.csv.gz", gzip(""));
        assertThat(outcome.loaded()).isZero();
        assertThat(outcome.status()).isIn("loaded", "skipped", "rejected");
    }

    // ------------------------------------------------------------------------------------------ CSV

    @Test
    void csvWithRaggedLines() throws Exception {
        Outcome outcome = load("ragged.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n13,14,15\n");

        outcome.assertPartlyRefused();
        assertThat(outcome.loaded()).isEqualTo(3);
        assertThat(outcome.refusedTexts()).containsExactly("4,5", "9,10,11,12");
        assertThat(lake.query("select source_row, source_line from scout.quarantine where key = '" + outcome.key
                                + "' order by source_row")
                        .rows())
                .containsExactly(List.of("2", "3"), List.of("4", "5"));
    }

    @Test
    void csvWithAQuoteThatIsNeverClosed() throws Exception {
        String rest = IntStream.range(0, 50_000).mapToObj(i -> i + ",b\n").collect(Collectors.joining());
        Outcome outcome = load("quote.csv", "a,b\n1,2\n3,\"4\n" + rest);

        outcome.assertReasonGiven();
        assertThat(outcome.loaded()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void csvWithTheSameColumnTwice() throws Exception {
        Outcome outcome = load("twice.csv", "a,a,b\n1,2,3\n");
        assertThat(outcome.loaded() + outcome.refused()).isGreaterThanOrEqualTo(1);
        if (outcome.loaded() == 1) {
            assertThat(outcome.bronzeTexts()).allMatch(text -> text.contains("1") && text.contains("2"));
        }
    }

    @Test
    void csvWithTwoThousandColumns() throws Exception {
        String header = IntStream.range(0, 2_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String row = IntStream.range(0, 2_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        Outcome outcome = load("wide.csv", header + "\n" + row + "\n" + row + "\n");
        assertThat(outcome.loaded()).isEqualTo(2);
    }

    // ------------------------------------------------------------------------------------------ text

    @Test
    void bytesThatAreNoUtf8InOneRecord() throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write("{\"id\":1,\"name\":\"Ñ\"}\n{\"id\":2,\"name\":\"".getBytes(StandardCharsets.UTF_8));
        content.write(new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF});
        content.write("\"}\n{\"id\":3}\n".getBytes(StandardCharsets.UTF_8));
        Outcome outcome = load("bytes.ndjson", content.toByteArray());

        outcome.assertAccountedFor();
        assertThat(outcome.loaded() + outcome.refused()).isEqualTo(3);
        assertThat(outcome.loaded()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void windows1252WithoutSayingSo() throws Exception {
        byte[] content = "id,name\n1,Aling Niña – 50 €\n".getBytes("windows-1252");
        Outcome outcome = load("latin.csv", content);

        assertThat(outcome.loaded()).isEqualTo(1);
        assertThat(outcome.bronzeTexts()).singleElement().asString().contains("Aling Niña – 50 €");
    }

    @Test
    void utf16WithHalfACharacter() throws Exception {
        byte[] whole = "\uFEFFid,name\n1,Ñora\n2,Ben\n".getBytes(StandardCharsets.UTF_16LE);
        Outcome outcome = load("utf16.csv", Arrays.copyOf(whole, whole.length - 3));

        outcome.assertAccountedFor();
        assertThat(outcome.loaded() + outcome.refused()).isEqualTo(2);
        assertThat(outcome.bronzeTexts().get(0)).contains("Ñora");
    }

    @Test
    void halfACharacterOfUtf16IsToldInTheLedger() throws Exception {
        byte[] whole = "\uFEFFid,name\n1,Ñora\n2,Ben\n".getBytes(StandardCharsets.UTF_16LE);
        Outcome outcome = load("utf16-told.csv", Arrays.copyOf(whole, whole.length - 3));

        if (outcome.loaded() == 2) {
            assertThat(outcome.reader()).contains("malformed");
        } else {
            outcome.assertPartlyRefused();
        }
    }

    @Test
    void bytesThatTheEncodingOfThePipelineDoesNotHave() throws Exception {
        lake.execute("""
                insert into scout.etl_pipelines (pipeline_name, source_path_pattern, reader_options)
                values ('utf8_only', 'bronze/utf8/**', '{"encoding": "UTF-8"}')""");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write("id,name\n1,Ñora\n2,".getBytes(StandardCharsets.UTF_8));
        content.write("Niña".getBytes("windows-1252"));
        content.write("\n3,Ben\n".getBytes(StandardCharsets.UTF_8));
        Outcome outcome = loadKey("bronze/utf8/wrong.csv", RequestBody.fromBytes(content.toByteArray()));

        // Read as Windows-1252, of which no byte gets lost, and said so; or refused with its bytes.
        outcome.assertAccountedFor();
        assertThat(outcome.loaded() + outcome.refused()).isEqualTo(3);
        if (outcome.loaded() == 3) {
            assertThat(outcome.bronzeTexts().get(1)).contains("Niña");
            assertThat(outcome.reader()).contains("\"malformed_bytes\": 1");
        }
    }

    @Test
    void nulCharacters() throws Exception {
        Outcome json = load("nul.ndjson", "{\"id\":\"a\\u0000b\"}\n{\"id\":2}\n");
        assertThat(json.loaded()).isEqualTo(2);
        assertThat(json.bronzeTexts()).anyMatch(text -> text.contains("a\\u0000b"));

        Outcome edge =
                loadKey("bronze/edge/nul.ndjson", RequestBody.fromString("{\"id\":\"a\\u0000b\"}\n{\"id\":2}\n"));
        edge.assertAccountedFor();
        assertThat(edge.loaded()).isEqualTo(2);
        assertThat(lake.query("select raw_text from scout.bronze_edge_raw where raw_text is not null and file_path = '"
                                + edge.key + "'")
                        .rows())
                .containsExactly(List.of("{\"id\":\"a\\u0000b\"}"));

        Outcome csv = load("nul.csv", "id,name\n1,a\0b\n2,c\n");
        csv.assertAccountedFor();
        assertThat(csv.loaded() + csv.refused()).isEqualTo(2);

        Outcome raw = load("nulbyte.ndjson", "{\"id\":1}\n{\"id\":\0}\n{\"id\":3}\n");
        raw.assertPartlyRefused();
        assertThat(raw.loaded()).isEqualTo(2);
    }

    @Test
    void halfASurrogatePairAndARepeatedKey() throws Exception {
        String content = "{\"id\":\"\\ud800\"}\n{\"id\":1,\"id\":2}\n";
        Outcome transactions = load("odd.ndjson", content);
        assertThat(transactions.bronzeTexts()).containsExactlyInAnyOrder("{\"id\":\"\\ud800\"}", "{\"id\":1,\"id\":2}");

        Outcome edge = loadKey("bronze/edge/odd.ndjson", RequestBody.fromString(content));
        assertThat(edge.loaded()).isEqualTo(2);
        assertThat(lake.query("select raw_text from scout.bronze_edge_raw where file_path = '" + edge.key
                                + "' order by source_row")
                        .rows())
                .containsExactly(List.of("{\"id\":\"\\ud800\"}"), List.of("{\"id\":1,\"id\":2}"));
    }

    @Test
    void anyBytesAtAll() throws Exception {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        for (String name :
                List.of("noise", "noise.json", "noise.csv", "noise.ndjson", "noise.csv.gz", "noise.parquet")) {
            load(name, noise).assertAccountedFor();
        }
    }

    // ------------------------------------------------------------------------------------------ size and depth

    @Test
    void oneLineOf200Megabytes() throws Exception {
        int size = 200 << 20;
        Outcome json = loadKey(
                "bronze/transactions/long.ndjson",
                repeated("{\"id\":\"before\"}\n{\"id\":\"", 'x', size, "\"}\n{\"id\":\"after\"}\n"));
        json.assertPartlyRefused();
        assertThat(json.loaded()).isEqualTo(2);
        assertThat(lake.query("select rule, byte_offset, byte_length >= " + size
                                + ", length(raw_text) <= 65536 from scout.quarantine where key = '" + json.key + "'")
                        .rows())
                .containsExactly(List.of("record_too_large", "16", "true", "true"));

        Outcome csv =
                loadKey("bronze/transactions/long.csv", repeated("id,name\n1,before\n2,", 'x', size, "\n3,after\n"));
        csv.assertPartlyRefused();
        assertThat(csv.loaded()).isGreaterThanOrEqualTo(1);

        loadKey("bronze/transactions/long.json", repeated("[{\"id\":1},{\"id\":\"", 'x', size, "\"},{\"id\":3}]"))
                .assertReasonGiven();
        loadKey("bronze/transactions/long.dat", repeated("", 'x', size, "")).assertReasonGiven();
    }

    @Test
    void deeplyNestedJson() throws Exception {
        int depth = 200_000;
        String nested = "{\"id\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        Outcome ndjson = load("deep.ndjson", "{\"id\":1}\n" + nested + "\n{\"id\":3}\n");
        ndjson.assertAccountedFor();
        assertThat(ndjson.loaded() + ndjson.refused()).isEqualTo(3);
        assertThat(ndjson.loaded()).isGreaterThanOrEqualTo(2);

        load("deep.json", "{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).assertAccountedFor();
        load("deep-array.json", "[".repeat(depth) + "]".repeat(depth)).assertAccountedFor();
        loadKey("bronze/edge/deep.ndjson", RequestBody.fromString("{\"id\":1}\n" + nested + "\n"))
                .assertAccountedFor();
    }

    // ------------------------------------------------------------------------------------------ JSON

    @Test
    void ndjsonWithLinesThatAreNoRecords() throws Exception {
        String content = "{\"id\":1}\nnot json\n{\"id\":NaN}\n{\"id\":2,}\n42\n\"text\"\nnull\n{\"id\":3}\n";
        Outcome outcome = load("lines.ndjson", content);

        outcome.assertPartlyRefused();
        assertThat(outcome.loaded()).isBetween(2L, 5L);
        assertThat(outcome.loaded() + outcome.refused()).isEqualTo(8);
        assertThat(outcome.refusedTexts()).contains("not json", "{\"id\":NaN}", "{\"id\":2,}");
    }

    @Test
    void numbersOutOfRange() throws Exception {
        List<String> values = List.of(
                "1e400",
                "-1e400",
                "123456789012345678901234567890.123456789012345678901",
                "1e-400",
                "1e999999999",
                "0.1");
        String content = values.stream()
                .map(value -> "{\"id\":\"n" + value
                        + "\",\"store_id\":\"numbers\",\"timestamp\":\"2026-01-05T09:30:00+08:00\",\"sku\":\"s\",\"units_per_transaction\":1,\"peso_value\":"
                        + value + "}\n")
                .collect(Collectors.joining());
        Outcome outcome = load("numbers.ndjson", content);
        assertThat(outcome.loaded()).isEqualTo(values.size());
        assertThat(outcome.bronzeTexts())
                .containsExactlyInAnyOrder(
                        content.split("\n", -1)[0],
                        content.split("\n", -1)[1],
                        content.split("\n", -1)[2],
                        content.split("\n", -1)[3],
                        content.split("\n", -1)[4],
                        content.split("\n", -1)[5]);
        Outcome edge = loadKey("bronze/edge/numbers.ndjson", RequestBody.fromString(content));
        edge.assertAccountedFor();
        assertThat(edge.loaded() + edge.refused()).isEqualTo(values.size());
    }

    @Test
    void impossibleDates() throws Exception {
        List<String> values = List.of(
                "0000-01-01T00:00:00Z",
                "0000-00-00 00:00:00",
                "-0001-06-01T00:00:00Z",
                "+292278994-08-17T07:12:55Z",
                "2026-02-30T10:00:00Z",
                "1899-12-31T10:00:00Z",
                "9999-12-31T23:59:59Z",
                "yesterday",
                "",
                "1e30");
        String content = values.stream()
                .map(value -> "{\"id\":\"d" + value + "\",\"store_id\":\"dates\",\"timestamp\":\"" + value
                        + "\",\"sku\":\"s\",\"units_per_transaction\":1,\"peso_value\":1}\n")
                .collect(Collectors.joining());
        Outcome outcome = load("dates.ndjson", content);
        assertThat(outcome.loaded()).isEqualTo(values.size());

        try (FunctionProcess transform = lake.transform()) {
            transform.invoke("{}");
            assertThat(transform.isAlive()).isTrue();
        }
        assertThat(lake.query("""
                                select count(*), count(*) filter (where is_valid), count(*) filter (where array_to_string(invalid_reasons, '') <> '')
                                from scout.silver_transactions where store_id = 'dates'""").rows())
                .containsExactly(List.of(String.valueOf(values.size()), "0", String.valueOf(values.size())));
        assertEveryBronzeRowIsExplained();
    }

    @Test
    void anObjectThatIsGoneBeforeItsEventComes() throws Exception {
        ObjectCreated object = new ObjectCreated(
                Lake.LAKE_BUCKET,
                "bronze/transactions/gone.ndjson",
                10,
                "0123456789abcdef0123456789abcdef",
                ObjectCreated.Reason.PUT_OBJECT,
                java.time.Instant.now());
        loader.invoke(Lake.sqsEvent(object));
        assertStillServing();
    }

    // ------------------------------------------------------------------------------------------

    /** What became of one object. */
    private record Outcome(String key, String status, String error, long read, long loaded, long refused) {

        /** Whatever the verdict, the numbers agree with the tables and a refusal has a reason. */
        void assertAccountedFor() throws SQLException {
            assertThat(status).as("status of %s", key).isIn("loaded", "partial", "rejected", "skipped");
            assertThat(read).as("records read of %s", key).isEqualTo(loaded + refused);
            assertThat(loaded).as("bronze rows of %s", key).isEqualTo(bronzeRows(key));
            assertThat(lake.count("select count(*) from scout.quarantine where key = '" + key + "'"))
                    .as("quarantined of %s", key)
                    .isGreaterThanOrEqualTo(refused);
            assertThat(lake.count("select count(*) from scout.quarantine where key = '" + key
                            + "' and (message = '' or rule = '')"))
                    .isZero();
            if (!status.equals("loaded")) {
                assertThat(error).as("reason in the ledger for %s", key).isNotBlank();
            }
        }

        void assertReasonGiven() throws SQLException {
            assertAccountedFor();
            assertThat(status).as("status of %s", key).isIn("partial", "rejected");
            assertThat(reasons()).as("reasons for %s", key).isNotEmpty();
        }

        void assertPartlyRefused() throws SQLException {
            assertReasonGiven();
            assertThat(status).as("status of %s (%s)", key, error).isEqualTo("partial");
            assertThat(refused).isPositive();
        }

        void assertRefusedWhole() throws SQLException {
            assertReasonGiven();
            assertThat(status).as("status of %s", key).isEqualTo("rejected");
            assertThat(loaded).isZero();
        }

        boolean unbroken() throws SQLException {
            return lake.count(
                            "select max(_source_row) from scout.bronze_transactions where _source_file = '" + key + "'")
                    == loaded;
        }

        List<String> refusedTexts() throws SQLException {
            return texts("select raw_text from scout.quarantine where key = '" + key + "' order by quarantine_id");
        }

        List<String> bronzeTexts() throws SQLException {
            return texts("select _raw_data::text from scout.bronze_transactions where _source_file = '" + key
                    + "' order by _source_row");
        }

        /** What the ledger says of how the file was read. */
        String reader() throws SQLException {
            return texts("select reader::text from scout.ingest_files where key = '" + key + "'")
                    .get(0);
        }

        private List<String> reasons() throws SQLException {
            return texts("select message from scout.quarantine where key = '" + key
                    + "' union all select error from scout.ingest_files where error is not null and key = '" + key
                    + "'");
        }

        private static List<String> texts(String query) throws SQLException {
            return lake.query(query).rows().stream()
                    .map(row -> String.valueOf(row.get(0)))
                    .toList();
        }
    }

    private static Outcome load(String name, String content) throws SQLException {
        return load(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome load(String name, byte[] content) throws SQLException {
        return loadKey("bronze/transactions/" + name, RequestBody.fromBytes(content));
    }

    /** Lands the object and delivers its event; the message must be done with, and the process fit for the next. */
    private static Outcome loadKey(String key, RequestBody content) throws SQLException {
        ObjectCreated object = lake.put(key, content);
        assertThat(loader.invoke(Lake.sqsEvent(object)))
                .as("a file that is bad for good is not handed back to the queue")
                .isEqualToIgnoringWhitespace(NO_FAILURES);
        assertStillServing();
        List<String> row = lake
                .query(
                        "select status, coalesce(error, ''), rows_read, rows_loaded, rows_quarantined from scout.ingest_files where key = '"
                                + key + "'")
                .rows()
                .stream()
                .map(values -> values.stream().map(String::valueOf).toList())
                .findFirst()
                .orElseThrow(() -> new AssertionError("The ledger has no row of " + key));
        return new Outcome(
                key,
                row.get(0),
                row.get(1),
                Long.parseLong(row.get(2)),
                Long.parseLong(row.get(3)),
                Long.parseLong(row.get(4)));
    }

    private static void assertStillServing() throws SQLException {
        ObjectCreated good = lake.put("bronze/transactions/good/" + System.nanoTime() + ".ndjson", GOOD);
        assertThat(loader.invoke(Lake.sqsEvent(good))).isEqualToIgnoringWhitespace(NO_FAILURES);
        assertThat(bronzeRows(good.key())).isEqualTo(1);
        assertThat(loader.isAlive()).isTrue();
    }

    private static long bronzeRows(String key) throws SQLException {
        return lake.count("select (select count(*) from scout.bronze_transactions where _source_file = '" + key
                + "') + (select count(*) from scout.bronze_edge_raw where file_path = '" + key + "')");
    }

    /** Each bronze record is a transaction of silver, a line of one, or a version that lost. */
    private static void assertEveryBronzeRowIsExplained() throws SQLException {
        assertThat(lake.count("""
                        select count(*) from (
                            select _raw_id as id from scout.bronze_transactions
                            union all select id from scout.bronze_edge_raw
                        ) as bronze
                        where not exists (select from scout.silver_transactions as t where t.bronze_id = bronze.id)
                            and not exists (select from scout.silver_transaction_items as i where i.bronze_id = bronze.id)
                            and not exists (select from scout.silver_superseded as s where s.bronze_id = bronze.id)"""))
                .as("bronze rows that silver says nothing of")
                .isZero();
    }

    private static String records(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> "{\"id\":" + i + ",\"noise\":\"" + Integer.toHexString(i * 0x9E3779B9) + "\"}\n")
                .collect(Collectors.joining());
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] parquet(String query) throws SQLException, IOException {
        Path file = directory.resolve("made-" + System.nanoTime() + ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (" + query + ") to '" + file + "' (format parquet, compression zstd)");
        }
        return Files.readAllBytes(file);
    }

    private static RequestBody repeated(String before, char middle, int times, String after) {
        return RequestBody.fromContentProvider(
                () -> new SequenceInputStream(Collections.enumeration(List.of(
                        new ByteArrayInputStream(before.getBytes(StandardCharsets.UTF_8)),
                        new SameByte((byte) middle, times),
                        new ByteArrayInputStream(after.getBytes(StandardCharsets.UTF_8))))),
                (long) before.length() + times + after.length(),
                "application/octet-stream");
    }

    /** One byte, again and again. */
    private static final class SameByte extends InputStream {
        private final byte value;
        private long left;

        SameByte(byte value, long times) {
            this.value = value;
            this.left = times;
        }

        @Override
        public int read() {
            return left-- > 0 ? value : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int taken = (int) Math.min(left, length);
            Arrays.fill(buffer, offset, offset + taken, value);
            left -= taken;
            return taken;
        }
    }
}
