package dev.scout.e2e;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB with what must come out of a set, computed from the raw files by the SQL in {@code oracle/}: exact arithmetic, then what the set's
 * columns mean, then the tables. It is written from the contract, and from {@code docs/models.md} where that leaves it to Scout, and shares no
 * code with Scout. Segments, which no SQL finds, are {@link Segments}.
 */
final class Oracle implements AutoCloseable {

    private final Connection connection;

    private Oracle(Connection connection) {
        this.connection = connection;
    }

    static Oracle over(RetailSet set, LocalDate currentDay) throws SQLException, IOException {
        Oracle oracle = new Oracle(DriverManager.getConnection("jdbc:duckdb:"));
        oracle.execute("set variable retail = '" + RealData.retail() + "'");
        oracle.execute("set variable current_day = date '" + currentDay + "'");
        oracle.execute("set variable one_day = " + (set.oneDay() == null ? "null" : "date '" + set.oneDay() + "'"));
        List<Path> scripts = new ArrayList<>(scripts("oracle/macros"));
        scripts.add(resource(set.script()));
        scripts.addAll(scripts("oracle/tables"));
        for (Path script : scripts) {
            oracle.execute(Files.readString(script));
        }
        oracle.findSegments();
        return oracle;
    }

    Rows query(String sql) throws SQLException {
        return Rows.of(connection, sql);
    }

    Rows rows(ComparedTable table) throws SQLException {
        return query(table.query(table.table()));
    }

    /** Writes the rows that the set's script joined as a till would export them. */
    Path export(Path file) throws SQLException {
        execute("copy (select * exclude (position) from export_rows order by position) to '" + file + "' (header)");
        return file;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void findSegments() throws SQLException {
        List<List<@Nullable String>> cells =
                query("from standardised_cells order by cell").rows();
        double[][] features = cells.stream()
                .map(cell ->
                        cell.stream().skip(1).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
        int[] segments = Segments.of(features, 5);
        for (int i = 0; i < segments.length; i++) {
            execute("update platinum_customer_segments set segment = 'segment_" + segments[i] + "' where rowid = "
                    + cells.get(i).get(0));
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Path> scripts(String directory) throws IOException {
        try (Stream<Path> files = Files.list(resource(directory))) {
            return files.sorted().toList();
        }
    }

    private static Path resource(String name) {
        URL resource = Objects.requireNonNull(Oracle.class.getResource("/" + name), name);
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
