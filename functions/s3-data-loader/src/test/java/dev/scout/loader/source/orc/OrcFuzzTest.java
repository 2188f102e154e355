package dev.scout.loader.source.orc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.source.Fuzz;
import dev.scout.loader.source.RecordedSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.orc.OrcFixture.Form;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.StripeInformation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is damaged in an ORC file: reading comes to an end, what it yields is JSON, and what is missing is told. */
class OrcFuzzTest {

    private static final int ROWS = 400;
    private static final Pattern RANGE = Pattern.compile("records (\\d+) to (\\d+) are missing");

    @ParameterizedTest
    @EnumSource(
            value = CompressionKind.class,
            names = {"NONE", "ZLIB", "SNAPPY", "ZSTD"})
    void losesNothingWithoutAWord(CompressionKind codec) throws IOException {
        byte[] original = OrcFixture.everyType(new Form(codec, OrcFile.Version.V_0_12, true, ROWS)).file;
        Fuzz fuzz = new Fuzz(20261121, 2);
        while (fuzz.goesOn()) {
            byte[] damaged = fuzz.damaged(original);
            fuzz.run(() -> check(RecordedSink.read("a.orc", damaged)));
        }
        assertThat(fuzz.cases()).isPositive();
    }

    /** Damage within a stripe costs records of that stripe only, and each that is missing is told. */
    @ParameterizedTest
    @EnumSource(
            value = CompressionKind.class,
            names = {"NONE", "ZLIB", "SNAPPY", "ZSTD"})
    void readsTheOtherStripes(CompressionKind codec) throws IOException {
        OrcFixture fixture = OrcFixture.everyType(new Form(codec, OrcFile.Version.V_0_12, true, ROWS));
        List<String> whole = RecordedSink.read("a.orc", fixture.file).records;
        assertThat(fixture.stripes).hasSizeGreaterThan(1);
        Fuzz fuzz = new Fuzz(20261128, 1);
        while (fuzz.goesOn()) {
            int number = fuzz.random().nextInt(fixture.stripes.size());
            StripeInformation stripe = fixture.stripes.get(number);
            byte[] damaged = fixture.file.clone();
            for (int i = 0, count = 1 + fuzz.random().nextInt(3); i < count; i++) {
                int at = (int) stripe.getOffset() + fuzz.random().nextInt((int) stripe.getLength());
                damaged[at] = (byte) fuzz.random().nextInt(256);
            }
            int before = (int) fixture.stripes.subList(0, number).stream()
                    .mapToLong(StripeInformation::getNumberOfRows)
                    .sum();
            int behind = ROWS - before - (int) stripe.getNumberOfRows();
            fuzz.run(() -> {
                RecordedSink read = RecordedSink.read("a.orc", damaged);
                check(read);
                List<String> found = read.records;
                assertThat(found.subList(0, before).equals(whole.subList(0, before))
                                && found.subList(found.size() - behind, found.size())
                                        .equals(whole.subList(ROWS - behind, ROWS)))
                        .as("damage in stripe %d: %s", number + 1, read.refusals)
                        .isTrue();
                assertThat(found.size() + missing(read)).isEqualTo(ROWS);
            });
        }
        assertThat(fuzz.cases()).isPositive();
    }

    /** How many records are refused, each by itself or as the rest of a stripe. */
    private static int missing(RecordedSink read) {
        int missing = 0;
        for (Refusal refusal : read.refusals) {
            Matcher range = RANGE.matcher(refusal.message());
            missing += range.find() ? Integer.parseInt(range.group(2)) - Integer.parseInt(range.group(1)) + 1 : 1;
        }
        return missing;
    }

    private static void check(RecordedSink read) {
        read.assertWellFormed();
        if (read.records.size() < ROWS) {
            assertThat(read.refusals).isNotEmpty();
        }
    }
}
