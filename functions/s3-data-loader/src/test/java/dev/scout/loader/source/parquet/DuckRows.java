package dev.scout.loader.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file as DuckDB reads them, to compare with. */
public final class DuckRows {

    private DuckRows() {}

    public static List<List<@Nullable Object>> of(Path file) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            try (ResultSet result = statement.executeQuery(
                    "select * from read_parquet('" + file.toString().replace("'", "''") + "')")) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(detached(result.getObject(i)));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** The value, good when the result is closed. */
    private static @Nullable Object detached(@Nullable Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        }
        if (value instanceof Array array) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                elements.add(detached(element));
            }
            return elements;
        }
        if (value instanceof Struct struct) {
            List<@Nullable Object> fields = new ArrayList<>();
            for (Object field : struct.getAttributes()) {
                fields.add(detached(field));
            }
            return fields;
        }
        if (value instanceof Map<?, ?> map) {
            List<List<@Nullable Object>> entries = new ArrayList<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                List<@Nullable Object> pair = new ArrayList<>();
                pair.add(detached(entry.getKey()));
                pair.add(detached(entry.getValue()));
                entries.add(pair);
            }
            return new Entries(entries);
        }
        return value;
    }

    /** Checks that the records say the same as the rows of a file, column by column. */
    public static void compare(Path file, List<JsonNode> records) throws SQLException {
        List<List<@Nullable Object>> rows = of(file);
        assertThat(records).as(file.toString()).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            int column = 0;
            assertThat(records.get(i)).hasSize(rows.get(i).size());
            for (JsonNode value : records.get(i)) {
                Object expected = rows.get(i).get(column++);
                assertThat(same(expected, value))
                        .as("%s, row %d, column %d: %s, %s", file, i, column, expected, value)
                        .isTrue();
            }
        }
    }

    /** The entries of a map. */
    record Entries(List<List<@Nullable Object>> pairs) {}

    /** Whether the JSON says the same. */
    public static boolean same(@Nullable Object expected, JsonNode actual) {
        if (expected == null) {
            return actual.isNull();
        }
        if (expected instanceof Double || expected instanceof Float) {
            return sameReal(((Number) expected), actual);
        }
        if (expected instanceof BigDecimal || expected instanceof BigInteger || expected instanceof Number) {
            return actual.isNumber()
                    && new BigDecimal(expected.toString()).compareTo(new BigDecimal(actual.asText())) == 0;
        }
        if (expected instanceof Boolean flag) {
            return actual.isBoolean() && actual.booleanValue() == flag;
        }
        if (expected instanceof byte[] bytes) {
            return actual.asText().equals(Base64.getEncoder().encodeToString(bytes));
        }
        if (expected instanceof String || expected instanceof UUID) {
            return actual.isTextual() && actual.textValue().equals(expected.toString());
        }
        if (expected instanceof Entries entries) {
            return sameEntries(entries.pairs(), actual);
        }
        if (expected instanceof List<?> parts) {
            return sameParts(parts, actual);
        }
        return sameTime(expected, actual.asText());
    }

    private static boolean sameReal(Number expected, JsonNode actual) {
        double value = Double.parseDouble(actual.asText());
        if (value == 0) {
            return expected.doubleValue() == 0; // The sign of a zero gets lost between JSON and here.
        }
        return expected instanceof Float
                ? Float.compare((float) value, expected.floatValue()) == 0
                : Double.compare(value, expected.doubleValue()) == 0;
    }

    private static boolean sameTime(Object expected, String actual) {
        if (expected instanceof LocalDate || expected instanceof LocalTime) {
            return LocalTimeOrDate.of(actual).equals(expected);
        }
        Instant instant = expected instanceof OffsetDateTime offset
                ? offset.toInstant()
                : expected instanceof LocalDateTime local
                        ? local.toInstant(ZoneOffset.UTC)
                        : ((java.sql.Timestamp) expected).toLocalDateTime().toInstant(ZoneOffset.UTC);
        return Instant.parse(actual.endsWith("Z") ? actual : actual + "Z").equals(instant);
    }

    private static boolean sameParts(List<?> expected, JsonNode actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        Iterator<JsonNode> parts = actual.elements();
        for (Object part : expected) {
            if (!same(part, parts.next())) {
                return false;
            }
        }
        return true;
    }

    /** A map is an object, or an array of keys and values. */
    private static boolean sameEntries(List<List<@Nullable Object>> expected, JsonNode actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (List<@Nullable Object> entry : expected) {
            boolean found = false;
            for (Map.Entry<String, JsonNode> field : actual.properties()) {
                found |= field.getKey().equals(entry.get(0)) && same(entry.get(1), field.getValue());
            }
            for (JsonNode pair : actual) {
                found |= pair.isObject() && sameParts(entry, pair);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** What ISO 8601 has for a day or a time of the day. */
    private static final class LocalTimeOrDate {
        static Object of(String text) {
            return text.contains("-") ? LocalDate.parse(text) : LocalTime.parse(text.replace("Z", ""));
        }
    }
}
