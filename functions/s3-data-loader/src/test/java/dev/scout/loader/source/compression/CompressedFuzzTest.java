package dev.scout.loader.source.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.scout.loader.source.Fuzz;
import dev.scout.loader.source.RecordedSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is damaged in a compressed text: reading ends, in little memory; all records are there, or it is told that something is missing.
 * Each form has a checksum.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
class CompressedFuzzTest {

    private static final int SECONDS = 1;

    /** Of gzip's header that is made here. */
    private static final int HEADER_BYTES = 10;

    private static final long MOST_BYTES = 96L * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson.gz", "a.csv.gz", "fast.zst", "block.bz2"})
    void losesNothingWithoutAWord(String name) throws IOException {
        byte[] original = file(name);
        RecordedSink whole = RecordedSink.read(name, original);
        List<String> records = whole.records;
        assertThat(records).hasSizeGreaterThan(1_000);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Fuzz fuzz = new Fuzz(20261127, SECONDS);
        while (fuzz.goesOn()) {
            byte[] damaged = fuzz.damaged(original);
            try {
                fuzz.run(() -> {
                    long before = thread.getCurrentThreadAllocatedBytes();
                    RecordedSink read = RecordedSink.read(name, damaged);
                    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
                    read.refusals.forEach(
                            refusal -> assertThat(refusal.message()).isNotBlank());
                    if (read.refusals.isEmpty()) {
                        assertThat(read.records).isEqualTo(records);
                    }
                    if (name.endsWith(".gz") && isReadLike(whole, read)) {
                        checkBeginning(original, damaged, records, read);
                    }
                });
            } catch (RuntimeException | AssertionError e) {
                Path kept = Files.createDirectories(Path.of("target/fuzz")).resolve(name);
                throw new AssertionError("Case " + fuzz.cases() + ", kept in " + Files.write(kept, damaged), e);
            }
        }
        assertThat(fuzz.cases()).isGreaterThan(10);
    }

    /** What is unpacked behind the damage can make another layout likely. */
    private static boolean isReadLike(RecordedSink whole, RecordedSink read) {
        return whole.format.equals(read.format)
                && List.of("encoding", "delimiter", "quote", "escape", "header", "columns").stream()
                        .allMatch(member -> whole.description.path(member).equals(read.description.path(member)));
    }

    /** What can be unpacked of the bytes before the damage is loaded. */
    private static void checkBeginning(byte[] original, byte[] damaged, List<String> records, RecordedSink read) {
        int same = Arrays.mismatch(original, damaged);
        if (same <= HEADER_BYTES) {
            return;
        }
        long lines = unpacked(original, same).chars().filter(c -> c == '\n').count();
        int whole = (int) Math.min(records.size(), Math.max(0, lines - 1)); // The first can be a header.
        assertThat(read.records).hasSizeGreaterThanOrEqualTo(whole);
        assertThat(read.records.subList(0, whole)).isEqualTo(records.subList(0, whole));
    }

    private static String unpacked(byte[] gzip, int length) {
        Inflater inflater = new Inflater(true);
        inflater.setInput(gzip, HEADER_BYTES, length - HEADER_BYTES);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            int count;
            while ((count = inflater.inflate(buffer)) > 0) {
                text.write(buffer, 0, count);
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static byte[] file(String name) throws IOException {
        if (!name.endsWith(".gz")) {
            try (InputStream file = CompressedFuzzTest.class.getResourceAsStream("/compression/" + name)) {
                return Objects.requireNonNull(file, name).readAllBytes();
            }
        }
        boolean csv = name.contains(".csv");
        String text = (csv ? "id,name\n" : "")
                + IntStream.range(0, 1500)
                        .mapToObj(i -> csv
                                ? i + ",\"Niño, " + i * 7919 % 10007 + "\"\n"
                                : "{\"id\":" + i + ",\"n\":" + i * 7919 % 10007 + "}\n")
                        .collect(Collectors.joining());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
