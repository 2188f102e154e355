package dev.scout.loader.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.DatabaseFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What {@code scout.backfill_progress} says, for the answer. */
final class SweepReport {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ONE =
            "select to_jsonb(p)::text from scout.backfill_progress as p where backfill_id = ?";
    private static final String LATEST =
            "select to_jsonb(p)::text from scout.backfill_progress as p order by backfill_id desc limit ?";

    private final DataSource dataSource;

    SweepReport(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The answer's member {@code backfill}. */
    ObjectNode of(long id) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = rows(ONE, id);
        return answer.set("backfill", rows.isEmpty() ? JsonNodeFactory.instance.nullNode() : rows.get(0));
    }

    /** The answer's member {@code backfills}, the latest first. */
    ObjectNode latest(int most) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return answer.set("backfills", rows(LATEST, most));
    }

    private ArrayNode rows(String sql, long parameter) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(json(row.getString(1)));
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("The backfills could not be read", e);
        }
        return rows;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL's jsonb is always JSON", e);
        }
    }
}
