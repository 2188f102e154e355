package dev.scout.local.command;

import dev.scout.local.ResultTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./scout sql}. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Run SQL in the running platform's database, as its superuser.",
        footer = {"", "Without QUERY it reads statements, each ended by a semicolon, from the input."})
public final class SqlCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "QUERY", description = "One or more statements.")
    private @Nullable String query;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException {
        try (Connection connection = RunningPlatform.find().connect()) {
            return query == null ? readStatements(connection) : run(connection, query);
        }
    }

    private int readStatements(Connection connection) throws IOException {
        boolean prompting = System.getProperty("scout.terminal") != null;
        PrintWriter out = spec.commandLine().getOut();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        StringBuilder statement = new StringBuilder();
        int worst = 0;
        while (true) {
            if (prompting) {
                out.print(statement.isEmpty() ? "scout=> " : "scout-> ");
                out.flush();
            }
            String line = input.readLine();
            if (line == null || (statement.isEmpty() && line.strip().equals("\\q"))) {
                return statement.toString().isBlank() ? worst : Math.max(worst, run(connection, statement.toString()));
            }
            statement.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                worst = Math.max(worst, run(connection, statement.toString()));
                statement.setLength(0);
            }
        }
    }

    private int run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                print(statement, rows);
                rows = statement.getMoreResults();
            }
            return 0;
        } catch (SQLException e) {
            spec.commandLine().getErr().println(sentence(e));
            return 1;
        }
    }

    private void print(Statement statement, boolean rows) throws SQLException {
        PrintWriter out = spec.commandLine().getOut();
        if (!rows) {
            out.println("(" + counted(statement.getUpdateCount()) + ")");
            return;
        }
        try (ResultSet results = statement.getResultSet()) {
            ResultTable table = ResultTable.of(results);
            table.lines().forEach(out::println);
            out.println("(" + counted(table.size()) + ")");
        }
    }

    private static String counted(int rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }

    private static String sentence(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            return String.valueOf(e.getMessage());
        }
        String hint = server.getHint() == null ? "" : " (" + server.getHint() + ")";
        return server.getSeverity() + " " + server.getSQLState() + ": " + server.getMessage() + hint;
    }
}
