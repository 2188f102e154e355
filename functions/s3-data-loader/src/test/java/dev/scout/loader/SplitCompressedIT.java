package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdOutputStream;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.LocalSqs;
import dev.scout.local.queue.Message;
import io.airlift.compress.bzip2.BZip2HadoopStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can only be read from its beginning is not read from there for each of its parts. */
class SplitCompressedIT {

    private static final int RECORDS = 30_000;
    private static final LoadSettings SETTINGS = new LoadSettings(100_000, 2_000_000);

    private static LoaderFixture at;
    private static LocalSqs sqs;
    private static byte[] text;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
        sqs = new LocalSqs(Duration.ofMinutes(5), 100);
        text = text();
    }

    @AfterAll
    static void stop() throws Exception {
        sqs.close();
        at.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales.ndjson.gz", "sales.ndjson.zst", "sales.ndjson.bz2", "sales.utf16.ndjson"})
    void eachPartReadsItsOwnBytesAndFewMore(String name) throws Exception {
        String key = LoaderFixture.DROP + "queue/" + name;
        byte[] object = packed(name);
        at.put(key, object);
        CountingS3 s3 = new CountingS3(at.store.client());
        Loader loader = new Loader(
                at.loaderSource(),
                new ObjectStore(s3.client()),
                sqs.queue(),
                LoaderSettings.of(LoaderFixture.BUCKET, SETTINGS),
                List.of());

        answer(loader, directly(key), LoaderFixture.plentyOfTime());
        assertThat(at.value("select count(*) from scout.ingest_resume_points")).isNotEqualTo("0");
        List<String> parts = received();
        assertThat(parts).hasSizeGreaterThan(3);
        List<Long> read = new ArrayList<>();
        for (String part : parts) {
            long before = s3.bytes();
            answer(loader, part, LoaderFixture.plentyOfTime());
            read.add(s3.bytes() - before);
        }

        // The object's beginning, what is read ahead, and up to 16 MiB of text before a part.
        assertThat(read.get(read.size() - 1)).isLessThan(object.length / 2);
        assertSameAsTheText(key);
    }

    /** Without a queue each invocation goes on where the one before it stopped. */
    @ParameterizedTest
    @ValueSource(strings = {"sales.ndjson.gz", "sales.utf16.ndjson"})
    void anInvocationGoesOnWhereTheOneBeforeStopped(String name) throws Exception {
        String key = LoaderFixture.DROP + "alone/" + name;
        byte[] object = packed(name);
        at.put(key, object);
        CountingS3 s3 = new CountingS3(at.store.client());
        Loader loader = new Loader(
                at.loaderSource(),
                new ObjectStore(s3.client()),
                null,
                LoaderSettings.of(LoaderFixture.BUCKET, SETTINGS),
                List.of());
        List<Long> read = new ArrayList<>();
        JsonNode answer;
        do {
            long before = s3.bytes();
            answer = answer(loader, directly(key), ticking(100));
            read.add(s3.bytes() - before);
        } while (answer.path("incomplete").asBoolean());

        assertThat(read).hasSizeGreaterThan(2);
        assertThat(read.get(read.size() - 1)).isLessThan(object.length * 3L / 4);
        assertSameAsTheText(key);
    }

    private static void assertSameAsTheText(String key) throws Exception {
        assertThat(at.ledger(key))
                .containsEntry("status", "loaded")
                .containsEntry("rows_loaded", Integer.toString(RECORDS));
        assertThat(at.value(
                        "select md5(string_agg(_raw_data::text, e'\\n' order by _source_row) || e'\\n') from scout.bronze_transactions where _source_file = '"
                                + key + "'"))
                .isEqualTo(md5(text));
        assertThat(at.value("select count(*) from scout.ingest_resume_points")).isEqualTo("0");
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    /** A time that passes by being looked at. */
    private static Deadline ticking(int seconds) {
        long[] left = {seconds};
        return () -> Duration.ofSeconds(Math.max(8, left[0]--));
    }

    private static byte[] packed(String name) throws IOException {
        if (name.contains("utf16")) {
            return new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = name.endsWith("gz")
                ? new GZIPOutputStream(packed)
                : name.endsWith("zst")
                        ? new ZstdOutputStream(packed, 3)
                        : new BZip2HadoopStreams().createOutputStream(packed)) {
            stream.write(text);
        }
        return packed.toByteArray();
    }

    /** Records that are large and few, so that not the database takes the time. */
    private static byte[] text() {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < RECORDS; i++) {
            text.append("{\"id\":").append(i).append(",\"note\":\"");
            for (int j = 0; j < 24; j++) {
                text.append(Long.toString(random.nextLong(), 36))
                        .append(" the same again and again, and the same again ");
            }
            text.append("\"}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode answer(Loader loader, String event, Deadline deadline) {
        return loader.answer(EventReader.read(event), deadline);
    }

    private static String directly(String key) {
        return "{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + key + "\"}";
    }

    private static List<String> received() throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        for (List<Message> some = receive(); !some.isEmpty(); some = receive()) {
            some.forEach(message -> bodies.add(message.body()));
            some.forEach(sqs.ingest()::delete);
        }
        return bodies;
    }

    private static List<Message> receive() throws InterruptedException {
        return sqs.ingest().receive(10, Duration.ZERO);
    }
}
