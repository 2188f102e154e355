package dev.scout.loader.source.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.airlift.compress.bzip2.BZip2HadoopStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unpacking goes on in the middle as if it had begun at the beginning, checksums included. */
class ResumePointTest {

    private static final byte[] TEXT = text(3_000_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip 1",
                "gzip 6",
                "gzip 9",
                "gzip 0",
                "gzip huffman",
                "zstd 1",
                "zstd 3",
                "zstd 12",
                "zstd 19",
                "bzip2",
                "bzip2 streams"
            })
    void goesOnAtEachPoint(String how) throws IOException {
        byte[] packed = packed(how);
        List<ResumePoint> points = points(packed);

        assertThat(points).hasSizeGreaterThan(2);
        for (ResumePoint point : points) {
            UnpackingStream rest = open(packed, point);
            byte[] read = rest.readAllBytes();
            assertThat(Arrays.mismatch(read, Arrays.copyOfRange(TEXT, (int) point.unpackedAt(), TEXT.length)))
                    .as("%s, at %d", how, point.unpackedAt())
                    .isEqualTo(-1);
            assertThat(rest.damage()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip 6", "zstd 3", "bzip2"})
    void meetsDamageThatLiesBehind(String how) throws IOException {
        byte[] packed = packed(how);
        ResumePoint point = points(packed).get(1);
        int behind = (int) point.packedAt();
        for (int from : new int[] {behind + (packed.length - behind) / 2, packed.length - 3}) {
            byte[] damaged = packed.clone();
            damaged[from] ^= 0x10;
            UnpackingStream whole = open(damaged, null);
            byte[] all = whole.readAllBytes();
            UnpackingStream rest = open(damaged, point);
            byte[] read = rest.readAllBytes();

            assertThat(read).isEqualTo(Arrays.copyOfRange(all, (int) point.unpackedAt(), all.length));
            assertThat(rest.damage()).isEqualTo(whole.damage()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip 6", "zstd 3"})
    void goesOnFromAPlaceThatWasComeToFromAnother(String how) throws IOException {
        byte[] packed = packed(how);
        UnpackingStream second = open(packed, points(packed).get(1));
        second.betweenPoints = 100_000;
        second.transferTo(OutputStream.nullOutputStream());
        ResumePoint last = second.resumePoint(TEXT.length);

        assertThat(last).isNotNull();
        UnpackingStream rest = open(packed, last);
        assertThat(rest.readAllBytes()).isEqualTo(Arrays.copyOfRange(TEXT, (int) last.unpackedAt(), TEXT.length));
        assertThat(rest.damage()).isNull();
    }

    /** Of the two that unpack gzip each is the other's measure: the JDK's is at the bottom of one. */
    @Test
    void unpacksGzipAsTheJdkDoesWhateverIsAltered() throws IOException {
        Random random = new Random(20240115);
        byte[] small = Arrays.copyOf(TEXT, 40_000);
        for (int i = 0; i < 1_500; i++) {
            byte[] packed = gzip(i % 10, i % 3 == 0 ? Deflater.HUFFMAN_ONLY : Deflater.DEFAULT_STRATEGY, small);
            byte[] altered = i % 4 == 0 ? Arrays.copyOf(packed, random.nextInt(packed.length)) : packed.clone();
            for (int j = 0; i % 4 != 0 && j < i % 4; j++) {
                altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            }
            UnpackingStream expected = Compression.GZIP.unpack(new ByteArrayInputStream(altered));
            byte[] bytes = expected.readAllBytes();
            UnpackingStream found = Compression.GZIP.unpack(new ByteArrayInputStream(altered), null);

            assertThat(Arrays.compare(found.readAllBytes(), bytes))
                    .as("file %d", i)
                    .isZero();
            assertThat(found.damage() == null ? null : found.damage().rule())
                    .as("file %d", i)
                    .isEqualTo(
                            expected.damage() == null ? null : expected.damage().rule());
        }
    }

    @Test
    void unpacksMembersBehindEachOther() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(gzip(6, Deflater.DEFAULT_STRATEGY, Arrays.copyOf(TEXT, 1_000_000)));
        packed.write(new byte[10]);
        packed.write(gzip(1, Deflater.FILTERED, Arrays.copyOfRange(TEXT, 1_000_000, TEXT.length)));
        for (ResumePoint point : points(packed.toByteArray())) {
            assertThat(open(packed.toByteArray(), point).readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(TEXT, (int) point.unpackedAt(), TEXT.length));
        }
    }

    /** Some of the places at which unpacking can begin again, and the beginning. */
    private static List<ResumePoint> points(byte[] packed) throws IOException {
        UnpackingStream stream = open(packed, null);
        stream.betweenPoints = 1;
        List<ResumePoint> points = new ArrayList<>();
        byte[] some = new byte[200_000];
        long at = 0;
        for (int read = stream.read(some); read >= 0; read = stream.read(some)) {
            assertThat(Arrays.mismatch(some, 0, read, TEXT, (int) at, (int) at + read))
                    .isEqualTo(-1);
            at += read;
            ResumePoint point = stream.resumePoint(at);
            if (point != null
                    && (points.isEmpty()
                            || point.unpackedAt()
                                    > points.get(points.size() - 1).unpackedAt() + 200_000)) {
                points.add(point);
            }
        }
        assertThat(stream.damage()).isNull();
        return points;
    }

    private static UnpackingStream open(byte[] packed, @Nullable ResumePoint point) {
        int from = point == null ? 0 : (int) point.packedAt();
        Compression compression = Compression.of(packed, packed.length);
        assertThat(compression).isNotNull();
        return compression.unpack(new ByteArrayInputStream(packed, from, packed.length - from), point);
    }

    private static byte[] packed(String how) throws IOException {
        String[] words = how.split(" ", -1);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        switch (words[0]) {
            case "gzip" ->
                packed.write(
                        words[1].equals("huffman")
                                ? gzip(6, Deflater.HUFFMAN_ONLY, TEXT)
                                : gzip(Integer.parseInt(words[1]), Deflater.DEFAULT_STRATEGY, TEXT));
            case "zstd" -> {
                try (ZstdOutputStream stream =
                        new ZstdOutputStream(packed, Integer.parseInt(words[1])).setChecksum(true)) {
                    stream.write(TEXT);
                }
            }
            default -> {
                int half = words.length == 1 ? TEXT.length : TEXT.length / 2;
                for (int from = 0; from < TEXT.length; from += half) {
                    try (OutputStream stream = new BZip2HadoopStreams().createOutputStream(packed)) {
                        stream.write(TEXT, from, half);
                    }
                }
            }
        }
        return packed.toByteArray();
    }

    private static byte[] gzip(int level, int strategy, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream stream = new GZIPOutputStream(packed) {
            {
                def.setLevel(level);
                def.setStrategy(strategy);
            }
        }) {
            stream.write(content);
        }
        return packed.toByteArray();
    }

    /** Lines that are alike, and some that are not. */
    private static byte[] text(int length) {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder(length + 300);
        for (int i = 0; text.length() < length; i++) {
            text.append("{\"id\":")
                    .append(i)
                    .append(",\"name\":\"Sari-sari ")
                    .append(i * 7919 % 10007)
                    .append("\",\"x\":\"");
            for (int j = random.nextInt(i % 500 < 50 ? 200 : 9); j > 0; j--) {
                text.append((char) (' ' + 3 + random.nextInt(90)));
            }
            text.append("\"}\n");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), length);
    }
}
