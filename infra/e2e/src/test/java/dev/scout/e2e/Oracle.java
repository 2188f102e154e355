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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * DuckDB with what the contract says must come out of the main set, computed from the raw files by the SQL in
 * {@code oracle/}, which was written from the contract without a look at Scout's models.
 */
final class Oracle implements AutoCloseable {

    private final Connection connection;

    private Oracle(Connection connection) {
        this.connection = connection;
    }

    static Oracle over(MainSet set, LocalDate currentDay) throws SQLException, IOException {
        Oracle oracle = new Oracle(DriverManager.getConnection("jdbc:duckdb:"));
        oracle.execute("set variable raw_files = '" + set.directory() + "/*.csv*'");
        oracle.execute("set variable time_zone = 'Europe/London'");
        oracle.execute("set variable current_day = date '" + currentDay + "'");
        for (Path script : scripts()) {
            oracle.execute(Files.readString(script));
        }
        return oracle;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Path> scripts() throws IOException {
        URL directory = Objects.requireNonNull(Oracle.class.getResource("/oracle"));
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            return files.sorted().toList();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
