package dev.scout.transform.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;

/**
 * Asks the queries of checks, which people have written: each in a savepoint that is always undone, in a transaction that can not write
 * meanwhile, with a limit of its time. What fails leaves the caller's transaction as it was.
 */
final class CheckQuery {

    /** How many offending rows are kept. */
    static final int SAMPLE = 10;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String ASK = "select rows_found, first_rows from scout.answer_of_check(?, " + SAMPLE + ")";

    private final Connection connection;
    private final Duration limit;

    CheckQuery(Connection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /**
     * @param rows how many it returned
     * @param first the first of them
     */
    record Answer(long rows, JsonNode first) {}

    Answer ask(String query) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement settings = connection.createStatement();
                PreparedStatement ask = connection.prepareStatement(ASK)) {
            settings.execute("set local transaction_read_only = on");
            settings.execute("set local search_path = scout, public");
            settings.execute("set local statement_timeout = " + limit.toMillis());
            ask.setString(1, query);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return new Answer(row.getLong(1), JSON.readTree(row.getString(2)));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL wrote JSON that can't be read", e);
        } finally {
            connection.rollback(before);
            connection.releaseSavepoint(before);
        }
    }
}
