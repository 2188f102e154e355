package dev.scout.loader.source.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.SharedData;
import dev.scout.loader.source.Damage;
import io.airlift.compress.bzip2.BZip2HadoopStreams;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under {@code resources/compression} were made by the zstd (1.5.4) and bzip2 (1.0.8) commands from these lines. */
class UnpackingStreamTest {

    private static final byte[] LINES = IntStream.range(0, 1500)
            .mapToObj(i -> "{\"id\":" + i + ",\"name\":\"Sari-sari " + i * 7919 % 10007 + "\",\"what\":\""
                    + "abc".repeat(i % 7) + "\"}\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fast.zst", // -1
                "best.zst", // -19
                "unchecked.zst", // --no-check, from a pipe: no checksum, no size
                "window128m.zst", // --ultra -22 --long=27
                "frames.zst", // four frames, one empty, and two skippable ones
                "block.bz2",
                "streams.bz2" // three streams, one empty, in two sizes of block
            })
    void unpacksWhatTheCommandsPack(String file) throws IOException {
        UnpackingStream stream = open(resource(file));

        assertThat(stream.readAllBytes()).isEqualTo(LINES);
        assertThat(stream.damage()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void unpacksRealFilesOfManyKinds(Compression compression) throws IOException {
        try (var files = Files.walk(SharedData.directory("conformance/parquet-testing"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                if (content.length > 200_000) {
                    continue;
                }
                UnpackingStream stream = compression.unpack(new ByteArrayInputStream(pack(compression, content)));
                assertThat(stream.readAllBytes()).as(file.toString()).isEqualTo(content);
                assertThat(stream.damage()).as(file.toString()).isNull();
            }
        }
    }

    @Test
    void unpacksBlocksThatAreNotCompressed() throws IOException {
        byte[] frame =
                frame(0x20, new byte[] {100}, block(0, 40, Arrays.copyOf(LINES, 40)), block(1, 60, new byte[] {'x'}));
        UnpackingStream stream = open(frame);

        assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(new String(LINES, 0, 40, StandardCharsets.UTF_8) + "x".repeat(60));
        assertThat(stream.damage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast.zst", "best.zst", "frames.zst", "block.bz2", "streams.bz2", "gzip"})
    void givesTheBeginningOfWhatIsCutOff(String file) throws IOException {
        byte[] whole = file.equals("gzip") ? pack(Compression.GZIP, LINES) : resource(file);
        Compression compression = compressionOf(file);
        for (int length = 1; length < whole.length; length += 23) {
            UnpackingStream stream = compression.unpack(new ByteArrayInputStream(whole, 0, length));
            byte[] read = stream.readAllBytes();
            assertThat(read).as("cut to %d bytes", length).isEqualTo(Arrays.copyOf(LINES, read.length));
            if (stream.damage() == null) {
                assertThat(file).as("cut to %d bytes", length).isIn("frames.zst", "streams.bz2"); // between two of them
            } else {
                assertThat(damage(stream).rule()).as("cut to %d bytes", length).isEqualTo("truncated");
            }
        }
    }

    @Test
    void givesTheBlocksBeforeTheCut() throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        for (Compression compression : Compression.values()) {
            byte[] packed = pack(compression, content);
            UnpackingStream stream = open(Arrays.copyOf(packed, packed.length * 2 / 3));
            assertThat(stream.readAllBytes().length).as(compression.label()).isBetween(1_000_000, 2_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast.zst", "best.zst", "frames.zst", "unchecked.zst", "block.bz2", "streams.bz2"})
    void comesToAnEndWhateverIsAltered(String file) throws IOException {
        byte[] whole = resource(file);
        Compression compression = compressionOf(file);
        Random random = new Random(20240115);
        int told = 0;
        for (int i = 0; i < 400; i++) {
            byte[] altered = whole.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            UnpackingStream stream = compression.unpack(new ByteArrayInputStream(altered));
            stream.transferTo(OutputStream.nullOutputStream());
            told += stream.damage() != null ? 1 : 0;
        }
        assertThat(told).isGreaterThan(file.equals("unchecked.zst") ? 100 : 380);
    }

    @Test
    void saysWhatStandsBehindTheEnd() throws IOException {
        for (String file : List.of("best.zst", "block.bz2")) {
            UnpackingStream stream = open(concat(resource(file), new byte[] {1, 2, 3, 4, 5, 6}));
            assertThat(stream.readAllBytes()).isEqualTo(LINES);
            assertThat(damage(stream).message()).startsWith("Behind the end of the ");
        }
    }

    @Test
    void refusesDictionariesAndVeryLargeWindows() throws IOException {
        UnpackingStream dictionary = open(resource("dictionary.zst"));
        UnpackingStream window = open(resource("window1g.zst"));

        assertThat(dictionary.readAllBytes()).isEmpty();
        assertThat(damage(dictionary).rule()).isEqualTo("unsupported_format");
        assertThat(damage(dictionary).message())
                .isEqualTo("The zstd was packed with dictionary 1339623428, which is not in it.");
        assertThat(window.readAllBytes()).isEmpty();
        assertThat(damage(window).message())
                .startsWith("The zstd needs a window of 1073741824 bytes; the largest is 134217728");
    }

    /** A gigabyte of nothing from 32 KB: the stream must not keep it. */
    @Test
    void keepsNothingOfABomb() throws IOException {
        byte[] run = block(1, 128 * 1024, new byte[1]);
        run[0] &= (byte) 0xFE;
        InputStream packed = new SequenceInputStream(
                new ByteArrayInputStream(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0x68}),
                new SequenceInputStream(Collections.enumeration(Collections.nCopies(8_000, 0).stream()
                        .map(i -> (InputStream) new ByteArrayInputStream(run))
                        .toList())));
        UnpackingStream stream = Compression.ZSTD.unpack(packed);
        long unpacked = stream.transferTo(OutputStream.nullOutputStream());

        assertThat(unpacked).isEqualTo(8_000L * 128 * 1024);
        assertThat(damage(stream).rule()).isEqualTo("truncated");
    }

    @Test
    void tellsTextFromBzip2() {
        byte[] text = "BZh1 is a fine product,1\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Compression.of(text, text.length)).isNull();
        assertThat(Compression.of("BZh91AY".getBytes(StandardCharsets.UTF_8), 7))
                .isEqualTo(Compression.BZIP2);
    }

    private static Damage damage(UnpackingStream stream) {
        return Objects.requireNonNull(stream.damage());
    }

    private static Compression compressionOf(String file) {
        return file.endsWith(".zst") ? Compression.ZSTD : file.endsWith(".bz2") ? Compression.BZIP2 : Compression.GZIP;
    }

    private static UnpackingStream open(byte[] packed) {
        return Objects.requireNonNull(Compression.of(packed, packed.length)).unpack(new ByteArrayInputStream(packed));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = UnpackingStreamTest.class.getResourceAsStream("/compression/" + name)) {
            return file.readAllBytes();
        }
    }

    private static byte[] pack(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = packer(compression, packed)) {
            stream.write(content);
        }
        return packed.toByteArray();
    }

    private static OutputStream packer(Compression compression, OutputStream target) throws IOException {
        return switch (compression) {
            case GZIP -> new GZIPOutputStream(target);
            case ZSTD -> new ZstdOutputStream(target);
            case BZIP2 -> new BZip2HadoopStreams().createOutputStream(target);
        };
    }

    /** A frame with a descriptor, and what follows that up to the first block. */
    private static byte[] frame(int descriptor, byte[] rest, byte[]... blocks) {
        byte[] frame = concat(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) descriptor}, rest);
        for (int i = 0; i < blocks.length; i++) {
            byte[] block = blocks[i].clone();
            block[0] &= (byte) (i < blocks.length - 1 ? 0xFE : 0xFF);
            frame = concat(frame, block);
        }
        return frame;
    }

    private static byte[] block(int kind, int size, byte[] content) {
        int header = size << 3 | kind << 1 | 1;
        return concat(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16)}, content);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
