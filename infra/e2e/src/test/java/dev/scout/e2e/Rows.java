package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a query, each value in one written form, so that two engines' answers can be laid side by side. */
record Rows(List<String> columns, List<List<@Nullable String>> rows) {

    private static final int DIFFERENCES_SHOWN = 10;

    private static final Comparator<@Nullable String> BYTES_NULLS_LAST =
            Comparator.nullsLast(Comparator.<String>naturalOrder());

    static Rows of(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            ResultSetMetaData about = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= about.getColumnCount(); column++) {
                columns.add(about.getColumnName(column));
            }
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>(columns.size());
                for (int column = 1; column <= columns.size(); column++) {
                    row.add(written(result.getObject(column)));
                }
                rows.add(row);
            }
            return new Rows(columns, rows);
        }
    }

    /** The same rows, ordered by their columns from left to right, as text; a null comes last. */
    Rows inOrder() {
        Comparator<List<@Nullable String>> byColumns = (left, right) -> {
            for (int column = 0; column < left.size(); column++) {
                int order = BYTES_NULLS_LAST.compare(left.get(column), right.get(column));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
        return new Rows(columns, rows.stream().sorted(byColumns).toList());
    }

    /** Fails with the first differences unless both have the same columns and, in the same order, the same rows. */
    void assertEqualTo(Rows expected, String what) {
        assertThat(columns).as("columns of %s", what).isEqualTo(expected.columns);
        List<String> differences = new ArrayList<>();
        int common = Math.min(rows.size(), expected.rows.size());
        long differing = 0;
        for (int index = 0; index < common; index++) {
            if (!rows.get(index).equals(expected.rows.get(index))) {
                differing++;
                if (differences.size() < DIFFERENCES_SHOWN) {
                    differences.add(difference(index, expected));
                }
            }
        }
        assertThat(differences)
                .as("%s: %d of %d rows differ, %d were expected", what, differing, rows.size(), expected.rows.size())
                .isEmpty();
        assertThat(rows).as("number of rows of %s", what).hasSize(expected.rows.size());
    }

    /** As {@link #assertEqualTo}, whatever the columns are called. */
    void assertSameRowsAs(Rows expected, String what) {
        new Rows(expected.columns, rows).assertEqualTo(expected, what);
    }

    private String difference(int index, Rows expected) {
        List<@Nullable String> got = rows.get(index);
        List<@Nullable String> wanted = expected.rows.get(index);
        StringBuilder text = new StringBuilder("row " + index + " " + wanted.subList(0, Math.min(4, wanted.size())));
        for (int column = 0; column < columns.size(); column++) {
            if (!java.util.Objects.equals(got.get(column), wanted.get(column))) {
                text.append(' ')
                        .append(columns.get(column))
                        .append(" is ")
                        .append(got.get(column))
                        .append(", expected ")
                        .append(wanted.get(column))
                        .append(';');
            }
        }
        return text.toString();
    }

    private static @Nullable String written(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal number) {
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        if (value instanceof BigInteger
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short) {
            return written(new BigDecimal(value.toString()));
        }
        if (value instanceof Date
                || value instanceof LocalDate
                || value instanceof String
                || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Timestamp time) {
            return time.toInstant().toString();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        throw new IllegalArgumentException(
                "A " + value.getClass() + " has no written form here: " + value + ". A DOUBLE is never right.");
    }
}
