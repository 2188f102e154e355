package dev.scout.publisher.snapshot;

import static dev.scout.publisher.snapshot.Platform.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import dev.scout.publisher.PublishRequest;
import dev.scout.publisher.PublishSummary;
import dev.scout.publisher.PublishSummary.Change;
import dev.scout.publisher.PublishSummary.Outcome;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class PublicationIT {

    private static final PublishRequest EVERYTHING = PublishRequest.everythingToday();
    private static final String DAILY = "gold/txn_daily";
    private static final String MIX = "gold/product_mix";
    private static final String FIRST_CSV = "scout/v1/gold/txn_daily/txn_daily_2024-01-16.csv";
    private static final String SECOND_CSV = "scout/v1/gold/txn_daily/txn_daily_2024-01-16_r2.csv";
    private static final Duration DAY = Duration.ofDays(1);

    private static Platform platform;

    @BeforeAll
    static void start() throws IOException {
        platform = Platform.start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        platform.reset();
        platform.sql(Rows.TXN_DAILY, Rows.PRODUCT_MIX);
    }

    @Test
    void publishesWhatIsInTheTables() {
        PublishSummary summary = platform.publication().run(EVERYTHING);

        assertThat(summary.status()).isEqualTo(PublishSummary.PUBLISHED);
        Manifest manifest = platform.latest();
        assertThat(manifest).isEqualTo(summary.manifest());
        assertThat(manifest.datasets().keySet())
                .containsExactly(
                        "gold/basket_patterns",
                        "gold/demographics",
                        MIX,
                        "gold/request_behavior",
                        "gold/substitution_flows",
                        DAILY,
                        "platinum/customer_segments",
                        "platinum/features_sales_7d",
                        "platinum/store_perf");
        PublishedDataset daily = dataset(manifest, DAILY);
        assertThat(daily.csvKey()).isEqualTo(FIRST_CSV);
        assertThat(daily.rowCount()).isEqualTo(3);
        assertThat(daily.date()).isEqualTo("2024-01-16");
        assertThat(daily.description()).startsWith("Daily transaction aggregates");
        assertThat(daily.columns()).hasSize(14);
        assertThat(daily.columns().get(8).type()).isEqualTo("numeric");
        assertThat(daily.columns().get(7).description()).isEqualTo("Number of sales.");
        assertThat(platform.bytes(Manifest.keyOf(LocalDate.of(2024, 1, 16))))
                .isEqualTo(platform.bytes(Manifest.LATEST_KEY));
        platform.assertComplete(manifest);
    }

    @Test
    void csvIsAsTheContractHasIt() {
        platform.publication().run(EVERYTHING);

        assertThat(platform.text(FIRST_CSV)).isEqualTo(Rows.TXN_DAILY_CSV);
    }

    @Test
    void emptyTableIsAHeader() {
        platform.publication().run(EVERYTHING);

        PublishedDataset perf = dataset(platform.latest(), "platinum/store_perf");
        assertThat(perf.rowCount()).isZero();
        assertThat(platform.text(perf.csvKey()))
                .startsWith("as_of_date,store_id,")
                .hasLineCount(1);
    }

    @Test
    void anotherEngineReadsTheSameValuesFromBothFilesAndTheTable() throws Exception {
        platform.publication().run(EVERYTHING);
        PublishedDataset daily = dataset(platform.latest(), DAILY);

        try (Connection duckdb = Platform.duckdb()) {
            String parquet = "'" + platform.download(daily.parquetKey()) + "'";
            String csv = "'" + platform.download(daily.csvKey()) + "'";
            assertThat(rows(duckdb, "select column_name, column_type from (describe select * from " + parquet + ")"))
                    .contains("date_key|DATE", "store_id|VARCHAR", "transaction_count|BIGINT")
                    .contains("revenue|DECIMAL(38,6)", "units|DECIMAL(38,6)", "avg_basket_size|DECIMAL(38,4)");
            assertThat(rows(
                            duckdb,
                            "select store_id, province, transaction_count, revenue, units, barangay from " + parquet))
                    .containsExactly(
                            "s1|x|9007199254740993|12345678901234567890.123400|0.000001|z",
                            "S10||0|-12.345678|null|line one\nline two",
                            "S2|Metro Manila|3|250.500000|7.000000|Bagong \"Pag-asa\"");
            String columns =
                    "store_id, region, city, barangay, store_type, date_key::varchar, transaction_count::varchar, "
                            + "revenue::decimal(38,6), units::decimal(38,6)";
            assertThat(rows(duckdb, "select " + columns + " from " + parquet))
                    .isEqualTo(rows(duckdb, "select " + columns + " from read_csv(" + csv + ", all_varchar = true)"));
        }
    }

    @Test
    void sameStateTwiceChangesNothing() {
        PublishSummary first = platform.publication().run(EVERYTHING);
        Map<String, String> before = platform.objects();

        PublishSummary second = platform.publication(MORNING.plusSeconds(60)).run(EVERYTHING);

        assertThat(second.status()).isEqualTo(PublishSummary.UNCHANGED);
        assertThat(second.uploaded()).isEmpty();
        assertThat(second.manifest()).isEqualTo(first.manifest());
        assertThat(platform.objects()).isEqualTo(before);
    }

    @Test
    void changedStateOfTheSameDayGetsTheNextRevision() throws SQLException {
        Manifest first = platform.publication().run(EVERYTHING).manifest();
        platform.sql(Rows.store("S3"));

        PublishSummary second = platform.publication().run(EVERYTHING);

        PublishedDataset daily = dataset(second.manifest(), DAILY);
        assertThat(daily.csvKey()).isEqualTo(SECOND_CSV);
        assertThat(daily.lastModified()).isEqualTo(second.manifest().generatedAt());
        assertThat(dataset(second.manifest(), MIX)).isEqualTo(dataset(first, MIX));
        assertThat(second.uploaded()).hasSize(4).contains(SECOND_CSV);
        platform.assertComplete(first);
        platform.assertComplete(second.manifest());

        platform.sql(Rows.store("S4"));
        assertThat(dataset(platform.publication().run(EVERYTHING).manifest(), DAILY)
                        .latestParquet())
                .endsWith("_2024-01-16_r3.parquet");
    }

    @Test
    void theNextDayGivesTheSameContentANewName() {
        Manifest first = platform.publication().run(EVERYTHING).manifest();

        PublishSummary second = platform.publication(MORNING.plus(DAY)).run(EVERYTHING);

        PublishedDataset daily = dataset(second.manifest(), DAILY);
        assertThat(daily.csvKey()).endsWith("txn_daily_2024-01-17.csv");
        assertThat(daily.sha256()).isEqualTo(dataset(first, DAILY).sha256());
        assertThat(daily.lastModified()).isEqualTo(dataset(first, DAILY).lastModified());
        platform.assertComplete(second.manifest());
    }

    @Test
    void aWeeklyDatasetKeepsItsLastDateUntilItChanges() throws SQLException {
        platform.sql("update scout.datasets set update_frequency = 'weekly' where dataset_id = 'gold/txn_daily'");
        try {
            platform.publication().run(EVERYTHING);

            Manifest second =
                    platform.publication(MORNING.plus(DAY)).run(EVERYTHING).manifest();
            assertThat(dataset(second, DAILY).date()).isEqualTo("2024-01-16");
            assertThat(dataset(second, MIX).date()).isEqualTo("2024-01-17");

            platform.sql(Rows.store("S3"));
            Manifest third =
                    platform.publication(MORNING.plus(DAY)).run(EVERYTHING).manifest();
            assertThat(dataset(third, DAILY).csvKey()).endsWith("txn_daily_2024-01-17.csv");
        } finally {
            platform.sql("update scout.datasets set update_frequency = 'daily'");
        }
    }

    @Test
    void theDayIsTheOneOfTheTimeZone() {
        Manifest manifest = platform.publication(MORNING.plus(Duration.ofHours(14)))
                .run(EVERYTHING)
                .manifest();

        assertThat(dataset(manifest, DAILY).date()).isEqualTo("2024-01-17");
    }

    @Test
    void anEarlierDayDoesNotMoveLatestBack() {
        platform.publication().run(EVERYTHING);
        byte[] latest = platform.bytes(Manifest.LATEST_KEY);
        PublishRequest earlier = new PublishRequest(Set.of(), Optional.of(LocalDate.of(2024, 1, 10)), false);

        PublishSummary summary = platform.publication().run(earlier);

        assertThat(summary.status()).isEqualTo(PublishSummary.BACKDATED);
        assertThat(platform.bytes(Manifest.LATEST_KEY)).isEqualTo(latest);
        Manifest manifest = Manifest.parse(platform.bytes(Manifest.keyOf(LocalDate.of(2024, 1, 10))));
        assertThat(dataset(manifest, DAILY).csvKey()).endsWith("txn_daily_2024-01-10.csv");
        platform.assertComplete(manifest);
        assertThat(platform.publication().run(earlier).status()).isEqualTo(PublishSummary.UNCHANGED);
    }

    @Test
    void refusesADayToCome() {
        PublishRequest tomorrow = new PublishRequest(Set.of(), Optional.of(LocalDate.of(2024, 1, 17)), false);

        assertThatThrownBy(() -> platform.publication().run(tomorrow)).hasMessageContaining("only 2024-01-16");
        assertThat(platform.objects()).isEmpty();
    }

    @Test
    void refusesADatasetThatIsNotThere() {
        assertThatThrownBy(() -> platform.publication().run(only("gold/nothing")))
                .hasMessageContaining("no dataset gold/nothing")
                .hasMessageContaining(DAILY);
    }

    @Test
    void aSubsetTakesAlongWhatElseChanged() throws SQLException {
        platform.publication().run(EVERYTHING);
        platform.sql(Rows.store("S3"), "update scout.gold_product_mix set store_count = 9 where sku = 'coke'");

        PublishSummary summary = platform.publication(MORNING.plus(DAY)).run(only(MIX));

        Map<String, Outcome> outcomes =
                summary.outcomes().stream().collect(Collectors.toMap(Outcome::datasetId, outcome -> outcome));
        assertThat(outcome(outcomes, MIX).change()).isEqualTo(Change.CHANGED);
        assertThat(outcome(outcomes, DAILY).change()).isEqualTo(Change.CHANGED);
        assertThat(outcome(outcomes, DAILY).requested()).isFalse();
        assertThat(outcome(outcomes, "platinum/store_perf").change()).isEqualTo(Change.UNCHANGED);
        assertThat(dataset(summary.manifest(), "platinum/store_perf").date()).isEqualTo("2024-01-16");
        platform.assertComplete(platform.latest());
    }

    @Test
    void aFirstSubsetPublishesJustThat() {
        platform.publication().run(only(MIX));

        assertThat(platform.latest().datasets()).containsOnlyKeys(MIX);
    }

    @Test
    void aDamagedManifestStopsThePublisherUnlessForced() {
        platform.publication().run(EVERYTHING);
        String damaged = platform.text(Manifest.LATEST_KEY).replace("\"row_count\": 3", "\"row_count\": 4");
        platform.store
                .client()
                .putObject(
                        put -> put.bucket(Platform.BUCKET).key(Manifest.LATEST_KEY), RequestBody.fromString(damaged));

        assertThatThrownBy(() -> platform.publication().run(EVERYTHING))
                .isInstanceOfSatisfying(
                        ScoutException.class, e -> assertThat(e.code()).isEqualTo(Manifest.INVALID))
                .hasMessageContaining("latest.json is damaged");
        assertThat(platform.text(Manifest.LATEST_KEY)).isEqualTo(damaged);

        PublishSummary forced = platform.publication().run(new PublishRequest(Set.of(), Optional.empty(), true));
        assertThat(forced.status()).isEqualTo(PublishSummary.PUBLISHED);
        assertThat(dataset(platform.latest(), DAILY).csvKey()).isEqualTo(FIRST_CSV);
    }

    @Test
    void aFileThatSomebodyRemovedOrDamagedComesBack() {
        platform.publication().run(EVERYTHING);
        Map<String, String> before = platform.objects();
        platform.store
                .client()
                .deleteObject(delete -> delete.bucket(Platform.BUCKET).key(FIRST_CSV));
        String parquet = FIRST_CSV.replace(".csv", ".parquet");
        platform.store
                .client()
                .putObject(put -> put.bucket(Platform.BUCKET).key(parquet), RequestBody.fromString("damaged"));

        PublishSummary summary = platform.publication().run(EVERYTHING);

        assertThat(summary.status()).isEqualTo(PublishSummary.UNCHANGED);
        assertThat(summary.uploaded()).containsExactly(FIRST_CSV, parquet);
        assertThat(platform.objects()).isEqualTo(before);
    }

    @Test
    void aDatasetThatIsWithdrawnLeavesTheManifest() throws SQLException {
        platform.publication().run(EVERYTHING);
        platform.sql("delete from scout.datasets where dataset_id = 'platinum/store_perf'");
        try {
            platform.publication().run(EVERYTHING);
            assertThat(platform.latest().datasets())
                    .doesNotContainKey("platinum/store_perf")
                    .hasSize(8);
        } finally {
            platform.sql(
                    "insert into scout.datasets (dataset_id, update_frequency) values ('platinum/store_perf', 'daily')");
        }
    }

    @Test
    void aNewTableOfAnyPublishableTypeIsANewRow() throws Exception {
        platform.sql(
                """
                create table scout.gold_kinds (id integer primary key, at timestamptz, rate double precision, ok boolean, note text)""",
                "insert into scout.gold_kinds values (2, '2024-01-15 10:00:00.25+08', 0.1, true, ''), (10, null, null, null, null), (1, '1969-12-31 23:59:59Z', -1e300, false, 'ñ')",
                "grant select on scout.gold_kinds to scout_publisher",
                "insert into scout.datasets (dataset_id, update_frequency) values ('gold/kinds', 'daily')");
        try {
            platform.publication().run(EVERYTHING);

            PublishedDataset kinds = dataset(platform.latest(), "gold/kinds");
            assertThat(platform.text(kinds.csvKey())).isEqualTo("""
                    id,at,rate,ok,note
                    1,1969-12-31T23:59:59.000000Z,-1e+300,false,ñ
                    2,2024-01-15T02:00:00.250000Z,0.1,true,""
                    10,,,,
                    """);
            try (Connection duckdb = Platform.duckdb()) {
                assertThat(rows(
                                duckdb,
                                "select id, epoch_us(\"at\"), rate, ok, note from '"
                                        + platform.download(kinds.parquetKey()) + "'"))
                        .containsExactly(
                                "1|-1000000|-1.0E300|false|ñ",
                                "2|1705284000250000|0.1|true|",
                                "10|null|null|null|null");
            }
        } finally {
            platform.sql("delete from scout.datasets where dataset_id = 'gold/kinds'", "drop table scout.gold_kinds");
        }
    }

    @Test
    void sayWhichTableOrColumnCanNotBePublished() throws SQLException {
        platform.sql("insert into scout.datasets (dataset_id, update_frequency) values ('gold/absent', 'daily')");
        try {
            assertThatThrownBy(() -> platform.publication().run(EVERYTHING)).hasMessageContaining("scout.gold_absent");
            platform.sql("create table scout.gold_absent (id bigint primary key, span interval)");
            assertThatThrownBy(() -> platform.publication().run(EVERYTHING))
                    .hasMessageContaining("span")
                    .hasMessageContaining("interval");
            platform.sql("alter table scout.gold_absent drop column span");
            assertThatThrownBy(() -> platform.publication().run(EVERYTHING)).hasMessageContaining("Grant select");
        } finally {
            platform.sql(
                    "delete from scout.datasets where dataset_id = 'gold/absent'",
                    "drop table if exists scout.gold_absent");
        }
        assertThat(platform.objects()).isEmpty();
    }

    @Test
    void aNumberThatParquetCanNotHoldIsNamed() throws SQLException {
        platform.sql("update scout.gold_txn_daily set units = 'NaN' where store_id = 's1'");

        assertThatThrownBy(() -> platform.publication().run(EVERYTHING))
                .hasMessageContaining("Column units of dataset gold/txn_daily")
                .hasMessageContaining("NaN");
    }

    private static PublishedDataset dataset(Manifest manifest, String id) {
        return Objects.requireNonNull(manifest.datasets().get(id), id);
    }

    private static Outcome outcome(Map<String, Outcome> outcomes, String id) {
        return Objects.requireNonNull(outcomes.get(id), id);
    }

    private static PublishRequest only(String dataset) {
        return new PublishRequest(Set.of(dataset), Optional.empty(), false);
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }
}
