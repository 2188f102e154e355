package dev.scout.loader.source.orc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.RecordedSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.orc.OrcFixture.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrcReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @ParameterizedTest
    @EnumSource(value = CompressionKind.class, mode = EnumSource.Mode.EXCLUDE, names = "BROTLI")
    void readsEveryTypeInEveryCodec(CompressionKind codec) throws IOException {
        OrcFixture fixture = OrcFixture.everyType(Form.of(codec));

        RecordedSink read = expectSame(fixture);

        assertThat(read.description.path("stripes").intValue()).isGreaterThan(2);
        assertThat(read.description.path("codec").asText()).isEqualToIgnoringCase(codec.name());
        assertThat(read.description.path("non_finite").intValue()).isPositive();
    }

    @Test
    void readsTheOlderEncoding() throws IOException {
        expectSame(OrcFixture.everyType(new Form(CompressionKind.ZLIB, OrcFile.Version.V_0_11, true, 5_000)));
    }

    @Test
    void givesDaysBeforeTheGregorianReformTheirNames() throws IOException {
        expectSame(OrcFixture.write(
                "struct<day:date,time:timestamp>",
                new Form(CompressionKind.NONE, OrcFile.Version.V_0_12, false, 5_000)));
    }

    @Test
    void readsDecimalsThatAreStoredAsIntegers() throws IOException {
        expectSame(OrcFixture.write(
                "struct<a:decimal(18,4),b:decimal(9,2),c:decimal(30,3)>",
                new Form(CompressionKind.ZSTD, OrcFile.Version.UNSTABLE_PRE_2_0, true, 3_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Asia/Manila", "Europe/London", "Pacific/Apia"})
    void keepsWhatTheClockShowedWhereverItWasWritten(String zone) throws IOException {
        TimeZone own = TimeZone.getDefault();
        OrcFixture fixture;
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            fixture = OrcFixture.write(
                    "struct<local:timestamp,instant:timestamp with local time zone>", Form.of(CompressionKind.NONE));
        } finally {
            TimeZone.setDefault(own);
        }
        expectSame(fixture);
    }

    @Test
    void readsBrotli() throws IOException {
        byte[] file;
        try (InputStream resource = OrcReaderTest.class.getResourceAsStream("/orc/brotli.orc")) {
            file = resource.readAllBytes();
        }
        Form same = new Form(CompressionKind.NONE, OrcFile.Version.V_0_12, true, 200);
        expectSame(new OrcFixture(file, OrcFixture.everyType(same).rows));
    }

    @Test
    void beginsAndEndsAtEachStripe() throws IOException {
        OrcFixture fixture = OrcFixture.everyType(Form.of(CompressionKind.ZLIB));
        List<Place> places = new ArrayList<>(List.of(Place.START));
        new OrcReader(1 << 20).survey(content(fixture.file), Place.START, places::add);
        assertThat(places).extracting(Place::records).containsExactly(0L, 1500L, 3000L, 4500L);

        RecordedSink whole = RecordedSink.read("a.orc", fixture.file);
        RecordedSink parts = new RecordedSink();
        for (int i = places.size() - 1; i >= 0; i--) {
            Place to = i + 1 < places.size() ? places.get(i + 1) : null;
            RecordedSink part = new RecordedSink();
            new OrcReader(1 << 20).read(content(fixture.file), new Stretch(places.get(i), to), part);
            parts.records.addAll(0, part.records);
            parts.places.addAll(0, part.places);
            assertThat(part.refusals).isEmpty();
        }
        assertThat(parts.records).isEqualTo(whole.records);
        assertThat(parts.places).isEqualTo(whole.places);
    }

    @Test
    void readsTheStripesBehindADamagedOne() throws IOException {
        OrcFixture fixture = OrcFixture.write("struct<a:bigint,b:string>", Form.of(CompressionKind.ZLIB));
        byte[] file = fixture.file.clone();
        Arrays.fill(file, 2_000, 4_000, (byte) 0x55);

        RecordedSink read = RecordedSink.read("a.orc", file);

        assertThat(read.rules()).containsExactly("corrupt_file");
        assertThat(read.refusals.get(0).message())
                .startsWith("Stripe 1 of the ORC file, at byte 3, can not be read behind record ")
                .contains(" to 1500 are missing: ");
        assertThat(read.places).contains("1501/0", "5000/0");
        assertThat(read.refusals.get(0).number()).isEqualTo(read.places.indexOf("1501/0") + 1);
    }

    @Test
    void goesOnWithinAStripeWhereItWasStopped() throws IOException {
        byte[] file = OrcFixture.everyType(Form.of(CompressionKind.ZLIB)).file;
        Arrays.fill(file, file.length / 2, file.length / 2 + 500, (byte) 0x55);
        RecordedSink whole = RecordedSink.read("a.orc", file);

        Stopping parts = new Stopping();
        Place from = Place.START;
        while (from != null) {
            parts.places.add(from.records());
            parts.stoppedAt = null;
            new OrcReader(1 << 20).read(content(file), new Stretch(from, null), parts);
            from = parts.stoppedAt;
        }

        assertThat(parts.places).contains(0L, 1024L, 1500L);
        assertThat(parts.found.records).isEqualTo(whole.records);
        assertThat(parts.found.places).isEqualTo(whole.places);
        assertThat(whole.rules()).containsOnly("corrupt_file");
        assertThat(parts.found.refusals)
                .extracting(Refusal::message)
                .isEqualTo(whole.refusals.stream().map(Refusal::message).toList());
    }

    @Test
    void refusesAFileWithoutItsEnd() throws IOException {
        OrcFixture fixture = OrcFixture.everyType(Form.of(CompressionKind.ZSTD));
        RecordedSink read = RecordedSink.read("a.orc", Arrays.copyOf(fixture.file, fixture.file.length - 100));
        assertThat(read.records).isEmpty();
        assertThat(read.rules()).containsExactly("corrupt_file");
        assertThat(read.refusals.get(0).message()).startsWith("The ORC file can not be read: ");
    }

    @Test
    void refusesARecordThatIsTooLargeAndReadsTheNext() throws IOException {
        OrcFixture fixture = OrcFixture.write("struct<a:string,l:array<string>>", Form.of(CompressionKind.NONE));
        RecordedSink read = new RecordedSink();
        new OrcReader(60).read(content(fixture.file), Stretch.WHOLE, read);
        assertThat(read.rules()).containsOnly("record_too_large").hasSizeGreaterThan(100);
        for (int i = 0; i < read.records.size(); i++) {
            int number = Integer.parseInt(read.places.get(i).replaceAll("/.*", ""));
            assertThat(JSON.readTree(read.records.get(i))).isEqualTo(fixture.rows.get(number - 1));
        }
        assertThat(read.records.size() + read.refusals.size()).isEqualTo(5_000);
    }

    private static Content content(byte[] file) {
        return Content.of(new ByteArrayInputStream(file));
    }

    static RecordedSink expectSame(OrcFixture fixture) throws IOException {
        RecordedSink read = RecordedSink.read("any.orc", fixture.file);
        assertThat(read.refusals).isEmpty();
        assertThat(read.records).hasSameSizeAs(fixture.rows);
        for (int i = 0; i < fixture.rows.size(); i++) {
            assertThat(plain(JSON.readTree(read.records.get(i))))
                    .as("record %d", i + 1)
                    .isEqualTo(plain(JSON.readTree(fixture.rows.get(i).toString())));
        }
        return read;
    }

    /** Numbers without the zeros at their end, times without those of their fraction. */
    private static JsonNode plain(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal value = node.decimalValue();
            return JsonNodeFactory.instance.textNode(
                    value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
        }
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(node.textValue()
                    .replaceAll("(T\\d\\d:\\d\\d)(Z?)$", "$1:00$2")
                    .replaceAll("(:\\d\\d\\.\\d*?)0+(Z?)$", "$1$2"));
        }
        if (node.isArray()) {
            var values = JsonNodeFactory.instance.arrayNode();
            node.forEach(value -> values.add(plain(value)));
            return values;
        }
        if (node.isObject()) {
            var values = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> values.set(member.getKey(), plain(member.getValue())));
            return values;
        }
        return node;
    }

    /** A damaged count would else keep the reader busy for years. */
    @ParameterizedTest
    @CsvSource({"3, 3", "1099511627776, 0"})
    void readsRecordsWithoutColumnsUpToWhatCanBe(long stated, int read) {
        RecordedSink found = RecordedSink.read("empty.orc", withoutColumns(stated));
        assertThat(found.records).hasSize(read);
        assertThat(found.refusals).hasSize(read == 0 ? 1 : 0);
    }

    /** A file of one stripe whose records are empty structs, byte by byte. */
    private static byte[] withoutColumns(long rows) {
        byte[] stripeFooter = {2 << 3 | 2, 2, 1 << 3, 0};
        ByteArrayOutputStream stripe = new ByteArrayOutputStream();
        stripe.writeBytes(new byte[] {1 << 3, 3, 2 << 3, 0, 3 << 3, 0, 4 << 3, 4, 5 << 3});
        stripe.writeBytes(varint(rows));
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        footer.writeBytes(new byte[] {3 << 3 | 2, (byte) stripe.size()});
        footer.writeBytes(stripe.toByteArray());
        footer.writeBytes(new byte[] {4 << 3 | 2, 2, 1 << 3, 12, 6 << 3});
        footer.writeBytes(varint(rows));
        byte[] postScript = {
            1 << 3, (byte) footer.size(), 2 << 3, 0, 4 << 3 | 2, 2, 0, 12, (byte) 0x82, (byte) 0xF4, 3, 3, 'O', 'R', 'C'
        };
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {'O', 'R', 'C'});
        file.writeBytes(stripeFooter);
        file.writeBytes(footer.toByteArray());
        file.writeBytes(postScript);
        file.write(postScript.length);
        return file.toByteArray();
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 0x7F) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    /** Stops at each border. */
    private static final class Stopping implements RecordSink {

        private final RecordedSink found = new RecordedSink();
        private final List<Long> places = new ArrayList<>();
        private @Nullable Place stoppedAt;

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            found.accept(number, line, json, from, to);
        }

        @Override
        public void refuse(Refusal refusal) {
            found.refuse(refusal);
        }

        @Override
        public boolean border(Place place) {
            stoppedAt = place;
            return false;
        }
    }
}
