package dev.scout.loader.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.scout.loader.SharedData;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.FormatDetector;
import dev.scout.loader.source.Reading;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.SourceSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles of real files, against the figures that DuckDB works out of the same files. */
class ProfileAgainstDuckDbTest {

    private static final String CSV =
            "read_csv('%s', header = true, all_varchar = true, delim = ',', quote = '\"', nullstr = '', allow_quoted_nulls = false, encoding = 'utf-8')";

    /** What each value of a column says that it is, by patterns of DuckDB's. */
    private static final String TYPES = """
            select count(*), count(c), count(*) filter (where trim(c) <> ''),
              bool_and(regexp_full_match(trim(c), '-?(0|[1-9][0-9]*)')) filter (where trim(c) <> ''),
              bool_and(regexp_full_match(trim(c), '-?(0|[1-9][0-9]*)?(\\.[0-9]+)?')) filter (where trim(c) <> ''),
              bool_and(lower(trim(c)) in ('true', 'false')) filter (where trim(c) <> ''),
              bool_and(regexp_full_match(trim(c), '[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4}|[0-9]{2})')) filter (where trim(c) <> ''),
              bool_and(regexp_full_match(trim(c), '([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4})([ T][0-9]{1,2}:[0-9]{2}.*)?')) filter (where trim(c) <> '')
            from (select "%s" as c from file)""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "online-retail-by-day/2010-12-01.csv",
                "online-retail-by-day/2010-12-06.csv",
                "online-retail-by-day/2011-05-12.csv.gz",
                "derived-one-month-six-formats/online_retail_2011-03.csv.gz",
                "dirty-cafe/dirty_cafe_sales.iso-with-dups.csv",
                "dirty-retail/retail_store_sales.m-d-yyyy.csv",
                "groceries-38765/Groceries_dataset.csv",
                "bakery/bread basket.csv",
                "supermarket-sales/supermarket_sales.csv",
                "pizza-orders/order_details.csv"
            })
    void agreesOnDelimitedText(String file) throws Exception {
        Path path = SharedData.directory("retail").resolve(file);
        FileProfile profile = profile(path);

        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("create table file as from " + CSV.formatted(path));
            compare(profile, statement);
            for (ColumnProfile column : profile.columns()) {
                try (ResultSet row = statement.executeQuery(TYPES.formatted(column.name()))) {
                    row.next();
                    assertThat(column.present()).as(column.name()).isEqualTo(row.getLong(1));
                    assertThat(column.present() - column.nulls())
                            .as(column.name())
                            .isEqualTo(row.getLong(2));
                    assertThat(Types.names(Types.ofColumn(column.types(), false)))
                            .as(column.name())
                            .isEqualTo(type(row));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"derived-one-month-six-formats/online_retail_2011-03.parquet"})
    void agreesOnParquet(String file) throws Exception {
        Path path = SharedData.directory("retail").resolve(file);
        FileProfile profile = profile(path);

        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("create table file as from read_parquet('" + path + "')");
            compare(profile, statement);
            for (ColumnProfile column : profile.columns()) {
                try (ResultSet row =
                        statement.executeQuery("select count(*), count(\"" + column.name() + "\") from file")) {
                    row.next();
                    assertThat(column.present()).isEqualTo(row.getLong(1));
                    assertThat(column.present() - column.nulls())
                            .as(column.name())
                            .isEqualTo(row.getLong(2));
                }
            }
        }
    }

    /** Records, columns, completeness, duplicates. */
    private static void compare(FileProfile profile, Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("from file limit 0")) {
            ResultSetMetaData columns = row.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i));
            }
        }
        assertThat(profile.columns()).extracting(ColumnProfile::name).containsExactlyElementsOf(names);
        StringBuilder filled =
                new StringBuilder("select count(*), (select count(*) from (select distinct * from file)), 0");
        names.forEach(name -> filled.append(" + count(\"").append(name).append("\")"));
        try (ResultSet row = statement.executeQuery(filled + " from file")) {
            row.next();
            long records = row.getLong(1);
            assertThat(profile.records()).isEqualTo(records);
            assertThat(profile.sampled()).isEqualTo(records);
            assertThat(profile.repeated()).isEqualTo(records - row.getLong(2));
            assertThat(profile.completeness())
                    .isEqualByComparingTo(BigDecimal.valueOf(row.getLong(3))
                            .divide(BigDecimal.valueOf(records * names.size()), 6, RoundingMode.HALF_UP));
        }
    }

    private static List<String> type(ResultSet row) throws SQLException {
        if (row.getLong(3) == 0) {
            return List.of();
        }
        String[] types = {"integer", "decimal", "boolean", "date", "timestamp"};
        for (int i = 0; i < types.length; i++) {
            if (row.getBoolean(4 + i)) {
                return List.of(types[i]);
            }
        }
        return List.of("text");
    }

    private static FileProfile profile(Path path) throws IOException {
        try (Content content = Content.of(Files.newInputStream(path))) {
            Reading reading = FormatDetector.open(
                    content,
                    path.getFileName().toString(),
                    new SourceSettings("auto", JsonNodeFactory.instance.objectNode(), null, 1 << 24));
            Inspection inspection = new Inspection(
                    Standards.NONE,
                    reading.isTyped(),
                    reading::locate,
                    new Nowhere(),
                    (rules, values, rows) -> {},
                    false);
            reading.into(inspection);
            return inspection.profile();
        }
    }

    private static final class Nowhere implements RecordSink {

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            // Only the profile is wanted.
        }

        @Override
        public void refuse(Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }
}
