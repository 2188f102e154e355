package dev.scout.local.command;

import dev.scout.local.ResultTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
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
        footer = {
            "",
            "Without QUERY it reads statements, each ended by a semicolon, from the input.",
            "\\d lists Scout's tables and views, \\d scout.NAME the columns of one and what they mean."
        })
public final class SqlCommand implements Callable<Integer> {

    private static final int WIDEST_LINE = 160;

    /** What a row has against it that a constraint refuses; a sentence of ours has no constraint's name. */
    private static final String CONSTRAINT = """
            select pg_get_constraintdef(oid, true) from pg_constraint where conname = ? and conrelid = to_regclass(?)""";

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
            if (line.stripTrailing().endsWith(";")
                    || Relations.query(statement.toString()).isPresent()) {
                worst = Math.max(worst, run(connection, statement.toString()));
                statement.setLength(0);
            }
        }
    }

    private int run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            Optional<String> described = Relations.query(sql);
            // A meaning is the last column: it may run on.
            int width = described.isPresent() ? Integer.MAX_VALUE : WIDEST_LINE;
            boolean rows = statement.execute(described.orElse(sql));
            while (rows || statement.getUpdateCount() >= 0) {
                print(statement, rows, width);
                rows = statement.getMoreResults();
            }
            return 0;
        } catch (SQLException e) {
            spec.commandLine().getErr().println(sentence(connection, e));
            return 1;
        }
    }

    private void print(Statement statement, boolean rows, int width) throws SQLException {
        PrintWriter out = spec.commandLine().getOut();
        if (!rows) {
            out.println("(" + counted(statement.getUpdateCount()) + ")");
            return;
        }
        try (ResultSet results = statement.getResultSet()) {
            ResultTable table = ResultTable.of(results);
            table.wholeLines(width).forEach(out::println);
            out.println("(" + counted(table.size()) + ")");
        }
    }

    private static String counted(int rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }

    private static String sentence(Connection connection, SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            return String.valueOf(e.getMessage());
        }
        String hint = server.getHint() == null ? "" : " (" + server.getHint() + ")";
        return server.getSeverity() + " " + server.getSQLState() + ": " + server.getMessage()
                + constraint(connection, server) + hint;
    }

    private static String constraint(Connection connection, ServerErrorMessage server) {
        if (server.getConstraint() == null || server.getTable() == null) {
            return "";
        }
        try (PreparedStatement query = connection.prepareStatement(CONSTRAINT)) {
            query.setString(1, server.getConstraint());
            query.setString(2, server.getSchema() + "." + server.getTable());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? ", which is " + row.getString(1) : "";
            }
        } catch (SQLException unknown) {
            return "";
        }
    }
}
