package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.ObjectCreated;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** A file eight times as large as the loader's whole heap goes through it. */
final class MemoryIT {

    private static final long GIGABYTE = 1L << 30;
    /** As the template has it. */
    private static final String HEAP = "-Xmx128m";
    /** A receipt's free text: with it a record has about 1 kB, so that PostgreSQL's part of the work stays small. */
    private static final String NOTE = "x".repeat(900);

    private static Lake lake;

    @BeforeAll
    static void start(@TempDir Path directory) {
        lake = new Lake(directory);
    }

    @AfterAll
    static void stop() {
        if (lake != null) {
            lake.close();
        }
    }

    @Test
    void aGigabyteOfNdjson() throws Exception {
        LongFunction<String> record = row -> String.format(
                Locale.ROOT,
                "{\"id\":\"%010d\",\"store_id\":\"S-1\",\"timestamp\":\"2026-01-05T09:30:00+08:00\",\"peso_value\":12.50,\"note\":\"%s\"}\n",
                row,
                NOTE);
        assertLoads("bronze/transactions/large.ndjson", "", record);
    }

    @Test
    void aGigabyteOfCsv() throws Exception {
        LongFunction<String> record = row -> String.format(
                Locale.ROOT, "%010d,S-1,2026-01-05T09:30:00+08:00,12.50,\"%s, said \"\"she\"\"\"\n", row, NOTE);
        assertLoads("bronze/transactions/large.csv", "id,store_id,timestamp,peso_value,note\n", record);
    }

    private static void assertLoads(String key, String header, LongFunction<String> record) throws Exception {
        int recordBytes = record.apply(0).length();
        long rows = GIGABYTE / recordBytes + 1;
        ObjectCreated object = lake.put(
                key,
                RequestBody.fromContentProvider(
                        () -> new GeneratedText(header, record, rows),
                        header.length() + rows * recordBytes,
                        "application/octet-stream"));
        assertThat(object.sizeBytes()).isGreaterThanOrEqualTo(GIGABYTE);

        try (FunctionProcess loader = lake.loader(HEAP)) {
            String answer = loader.invoke(Lake.sqsEvent(object));
            String errors = lake.query(
                            "select f.error, p.error from scout.ingest_files as f left join scout.ingest_parts as p using (file_id) where key = '"
                                    + key + "'")
                    .rows()
                    .toString();
            assertThat(answer).as(errors).isEqualToIgnoringWhitespace("{\"batchItemFailures\":[]}");
        }
        String all = String.valueOf(rows);
        assertThat(lake.query("select status, rows_loaded, attempts from scout.ingest_files where key = '" + key + "'")
                        .rows())
                .containsExactly(List.of("loaded", all, "1"));
        assertThat(lake.query(
                                "select count(*), count(distinct _source_row), max(_source_row) from scout.bronze_transactions where _source_file = '"
                                        + key + "'")
                        .rows())
                .containsExactly(List.of(all, all, all));
        lake.execute("truncate scout.bronze_transactions");
    }

    /** A text made while it is read. */
    private static final class GeneratedText extends InputStream {
        private final LongFunction<String> record;
        private final long rows;
        private long next;
        private byte[] current;
        private int position;

        GeneratedText(String header, LongFunction<String> record, long rows) {
            this.record = record;
            this.rows = rows;
            this.current = header.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            return refill() ? current[position++] : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (!refill()) {
                return -1;
            }
            int taken = Math.min(length, current.length - position);
            System.arraycopy(current, position, buffer, offset, taken);
            position += taken;
            return taken;
        }

        private boolean refill() {
            while (position == current.length) {
                if (next == rows) {
                    return false;
                }
                current = record.apply(next++).getBytes(StandardCharsets.UTF_8);
                position = 0;
            }
            return true;
        }
    }
}
