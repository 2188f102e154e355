package dev.scout.loader.source.orc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.source.Fuzz;
import dev.scout.loader.source.RecordedSink;
import dev.scout.loader.source.json.JsonValidator;
import dev.scout.loader.source.orc.OrcFixture.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is damaged in an ORC file: reading comes to an end, what it yields is JSON, and what is missing is told. */
class OrcFuzzTest {

    private static final int ROWS = 400;

    @ParameterizedTest
    @EnumSource(
            value = CompressionKind.class,
            names = {"NONE", "ZLIB", "SNAPPY", "ZSTD"})
    void losesNothingWithoutAWord(CompressionKind codec) throws IOException {
        byte[] original = OrcFixture.everyType(new Form(codec, OrcFile.Version.V_0_12, true, ROWS)).file;
        Fuzz fuzz = new Fuzz(20261121, 4);
        while (fuzz.goesOn()) {
            byte[] damaged = fuzz.damaged(original);
            fuzz.run(() -> check(RecordedSink.read("a.orc", damaged)));
        }
        assertThat(fuzz.cases()).isGreaterThan(10);
    }

    private static void check(RecordedSink read) {
        JsonValidator validator = new JsonValidator();
        for (String record : read.records) {
            byte[] json = record.getBytes(StandardCharsets.UTF_8);
            assertThat(json[0] == '{' && validator.isValue(json, 0, json.length))
                    .as(record)
                    .isTrue();
        }
        read.refusals.forEach(refusal -> assertThat(refusal.message()).isNotBlank());
        if (read.records.size() < ROWS) {
            assertThat(read.refusals).isNotEmpty();
        }
    }
}
