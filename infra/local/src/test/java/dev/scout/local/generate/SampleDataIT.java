package dev.scout.local.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDataIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, -7, Long.MAX_VALUE})
    void totalsAreWhatTheFilesHold(long seed) throws IOException {
        Totals totals = SampleData.generate(GenerateOptions.of(4, 28, seed), directory);

        assertAgrees(totals);
        assertThat(totals.records().quarantined()).isPositive();
        assertThat(totals.transactions().invalid()).isPositive();
        assertThat(totals.transactions().superseded()).isPositive();
        assertThat(totals.transactions().returns()).isPositive();
        assertThat(totals.transactions().late()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(SourceFormat.class)
    void totalsAreWhatTheFilesHoldInEachFormatAlone(SourceFormat format) throws IOException {
        GenerateOptions options = GenerateOptions.of(3, 3, 11).withRecords(3000).withFormats(EnumSet.of(format));

        assertAgrees(SampleData.generate(options, directory));
    }

    @Test
    void makesAsManyAsAreAskedFor() throws IOException {
        GenerateOptions options =
                GenerateOptions.of(5, 9, 1).withRecords(4321).faultless().uncompressed();

        Totals totals = SampleData.generate(options, directory);

        assertThat(totals.transactions().valid()).isEqualTo(4321);
        assertThat(totals.records().quarantined()
                        + totals.transactions().invalid()
                        + totals.transactions().superseded())
                .isZero();
        assertThat(files(directory).keySet()).noneMatch(key -> key.endsWith(".gz"));
        assertAgrees(totals);
    }

    @Test
    void makesTheSameBytesAgainForTheSameSeedOnly() throws IOException {
        SampleData.generate(GenerateOptions.of(2, 14, 5), directory.resolve("first"));
        SampleData.generate(GenerateOptions.of(2, 14, 5), directory.resolve("again"));
        SampleData.generate(GenerateOptions.of(2, 14, 6), directory.resolve("other"));

        assertThat(files(directory.resolve("again"))).isEqualTo(files(directory.resolve("first")));
        assertThat(files(directory.resolve("other"))).isNotEqualTo(files(directory.resolve("first")));
    }

    @Test
    void correctionsHaveTheGreatestKeysToo() throws IOException {
        SampleData.generate(GenerateOptions.of(3, 14, 2), directory);

        String greatest = files(directory.resolve("lake")).keySet().stream()
                .filter(key -> key.startsWith("bronze/transactions/"))
                .max(String::compareTo)
                .orElseThrow();
        assertThat(files(directory.resolve("lake-corrections")).keySet())
                .filteredOn(key -> key.startsWith("bronze/transactions/"))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key).isGreaterThan(greatest));
    }

    @Test
    void refusesADirectoryThatIsNotEmpty() throws IOException {
        Files.writeString(directory.resolve("mine.txt"), "mine");

        assertThatIOException()
                .isThrownBy(() -> SampleData.generate(GenerateOptions.of(1, 1, 1), directory))
                .withMessageContaining("is not empty");
    }

    private void assertAgrees(Totals totals) throws IOException {
        Recount landed = new Recount();
        landed.readTree(directory.resolve("lake"));
        assertThat(landed.files).isEqualTo((int) totals.files().landed());

        landed.readTree(directory.resolve("lake-corrections"));
        assertThat(landed.files)
                .isEqualTo((int) (totals.files().landed() + totals.files().corrections()));
        assertThat(landed.skipped).isEqualTo((int) totals.files().skipped());
        assertThat(landed.records).isEqualTo((int) totals.records().written());
        assertThat(landed.quarantined).isEqualTo((int) totals.records().quarantined());
        assertThat(landed.superseded).isEqualTo((int) totals.transactions().superseded());
        assertThat(landed.invalidLines).isEqualTo((int) totals.invalidLines());
        assertThat(landed.valid()).isEqualTo(totals.transactions().valid());
        assertThat(landed.invalid()).isEqualTo(totals.transactions().invalid());

        Map<String, Recount.StoreDay> recounted = landed.daily();
        assertThat(withPlainNumbers(recounted)).isEqualTo(withPlainNumbers(dailyOfTotals()));
        assertThat(recounted.values().stream().map(Recount.StoreDay::revenue).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(totals.revenue());
        assertThat(landed.itemRevenue()).isEqualByComparingTo(totals.itemRevenue());
        assertThat(recounted.values().stream().map(Recount.StoreDay::units).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(totals.units());
        assertThat(recounted.values().stream()
                        .mapToInt(Recount.StoreDay::transactionCount)
                        .sum())
                .isEqualTo((int) totals.transactions().sales());
    }

    private Map<String, Recount.StoreDay> dailyOfTotals() throws IOException {
        JsonNode totals =
                new ObjectMapper().readTree(directory.resolve("totals.json").toFile());
        Map<String, Recount.StoreDay> daily = new HashMap<>();
        for (JsonNode day : totals.path("daily")) {
            daily.put(
                    day.path("date_key").asText() + " " + day.path("store_id").asText(),
                    new Recount.StoreDay(
                            day.path("transaction_count").intValue(),
                            day.path("returns").intValue(),
                            new BigDecimal(day.path("revenue").asText()),
                            new BigDecimal(day.path("units").asText())));
        }
        return daily;
    }

    private static Map<String, String> withPlainNumbers(Map<String, Recount.StoreDay> daily) {
        Map<String, String> plain = new TreeMap<>();
        daily.forEach((key, day) -> plain.put(
                key,
                day.transactionCount() + " " + day.returns() + " "
                        + day.revenue().stripTrailingZeros().toPlainString() + " "
                        + day.units().stripTrailingZeros().toPlainString()));
        return plain;
    }

    private static Map<String, Integer> files(Path root) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
