package dev.scout.loader.source.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.source.Damage;
import dev.scout.loader.source.RecordedSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GunzipStreamTest {

    @Test
    void readsMembersOneBehindTheOther() throws IOException {
        byte[] members = concat(gzip("{\"a\":1}\n"), gzip(""), gzip("{\"a\":2}\n"), new byte[3], gzip("{\"a\":3}\n"));
        GunzipStream stream = new GunzipStream(new ByteArrayInputStream(members));

        assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
        assertThat(stream.damage()).isNull();
    }

    @Test
    void saysWhatIsWrongWithEveryCut() throws IOException {
        byte[] whole = gzip("{\"a\":1}\n".repeat(100));
        for (int length = 1; length < whole.length; length++) {
            GunzipStream stream = new GunzipStream(new ByteArrayInputStream(Arrays.copyOf(whole, length)));
            stream.readAllBytes();
            assertThat(stream.damage()).as("cut to %d bytes", length).isNotNull();
        }
    }

    @Test
    void noticesAlteredContentAndBytesBehindTheEnd() throws IOException {
        byte[] altered = gzip("{\"a\":1}\n");
        altered[altered.length - 8] ^= 1;
        GunzipStream stream = new GunzipStream(new ByteArrayInputStream(altered));
        stream.readAllBytes();
        assertThat(stream.damage()).isNotNull().extracting(Damage::rule).isEqualTo("corrupt_file");

        GunzipStream followed =
                new GunzipStream(new ByteArrayInputStream(concat(gzip("x"), "hello".getBytes(StandardCharsets.UTF_8))));
        assertThat(followed.readAllBytes()).hasSize(1);
        assertThat(followed.damage()).isNotNull();
    }

    @Test
    void aTornNdjsonKeepsItsWholeRecords() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("{\"n\":").append(i * 7919L % 10007).append("}\n");
        }
        byte[] whole = gzip(text.toString());
        RecordedSink read = RecordedSink.read("a.ndjson.gz", Arrays.copyOf(whole, whole.length / 2));

        assertThat(read.records).hasSizeBetween(5_000, 19_000);
        assertThat(read.rules()).containsExactly("truncated");
        assertThat(read.description.path("compression").asText()).isEqualTo("gzip");
    }

    @Test
    void aDamagedNdjsonKeepsTheRecordsBeforeTheDamage() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            text.append("{\"n\":").append(i * 7919L % 10007).append("}\n");
        }
        byte[] damaged = gzip(text.toString());
        Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 100, (byte) 0xFF);
        RecordedSink read = RecordedSink.read("a.ndjson.gz", damaged);

        assertThat(read.records).hasSizeBetween(500, 1_900);
        assertThat(text.toString()).startsWith(String.join("\n", read.records.subList(0, 500)));
        assertThat(read.rules()).contains("corrupt_file");
    }

    @Test
    void aGzipOfNothingThatCanBeReadIsRefused() throws IOException {
        RecordedSink read = RecordedSink.read("a.ndjson.gz", Arrays.copyOf(gzip("{\"a\":1}\n"), 12));
        assertThat(read.records).isEmpty();
        assertThat(read.rules()).containsExactly("truncated");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static byte[] concat(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
