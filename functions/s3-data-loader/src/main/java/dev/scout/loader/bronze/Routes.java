package dev.scout.loader.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.loader.delta.LogKey;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.quality.Standards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Which pipeline loads an object, if any. */
final class Routes {

    private static final Logger LOG = Logger.getLogger(Routes.class);
    private static final JsonMapper JSON = new JsonMapper();
    /** What {@link #pipeline} reads of a row p. */
    static final String COLUMNS = """
            pipeline_name, source_path_pattern, target_table, format, reader_options::text, mapping::text, on_overwrite, skip_same_content,
              rules::text, on_schema_change,
              (select coalesce(jsonb_agg(jsonb_build_object('name', c.column_name, 'types', c.types, 'optional', c.is_optional)), '[]')
               from scout.pipeline_columns c where c.pipeline_name = p.pipeline_name)::text as columns
            """;

    private static final String SELECT = "select " + COLUMNS + """
            from scout.etl_pipelines p
            """;
    private static final String PIPELINES = SELECT + "where enabled order by pipeline_name collate \"C\"";

    /** Whatever a pipeline claims: what was made of bronze must not become bronze again. */
    private static final List<String> OWN_LAYERS = List.of("silver/", "gold/", "platinum/");

    private final List<Pipeline> pipelines;

    Routes(List<Pipeline> pipelines) {
        this.pipelines = pipelines;
    }

    static Routes load(DataSource dataSource) {
        List<Pipeline> pipelines = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(PIPELINES);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                add(pipelines, row);
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("The pipelines could not be read", e);
        }
        return new Routes(pipelines);
    }

    List<Glob> patterns() {
        return pipelines.stream().map(Pipeline::pattern).toList();
    }

    /** The pipeline of that name, enabled or not; null where there is none. */
    static @Nullable Pipeline named(Connection connection, String name) throws SQLException {
        List<Pipeline> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SELECT + "where pipeline_name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    add(found, row);
                }
            }
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** Where the object goes, or why it is left out. */
    Route of(LandedObject object) {
        if (object.sizeBytes() == 0) {
            return new Route.Skipped("The object has no bytes.");
        }
        if (OWN_LAYERS.stream().anyMatch(object.key()::startsWith)) {
            return new Route.Skipped("The key is one of the lake's own layers, which transform writes.");
        }
        LogKey log = LogKey.of(object.key());
        if (log != null) {
            return ofLog(log);
        }
        for (String part : object.key().split("/", -1)) {
            if (part.startsWith(".") || (part.startsWith("_") && part.indexOf('=') < 0)) {
                return new Route.Skipped("The key is that of a marker or hidden file (\"" + part + "\").");
            }
        }
        Pipeline claimant = claimant(object.key());
        return claimant == null
                ? new Route.Skipped("No enabled pipeline in etl_pipelines claims this key.")
                : new Route.Claimed(claimant);
    }

    private Route ofLog(LogKey log) {
        String table = "the log of the Delta table \"" + log.root() + "\"";
        if (log.kind() == LogKey.Kind.OTHER) {
            return new Route.Skipped("It belongs to " + table + ", of which the commits are loaded.");
        }
        Pipeline claimant = claimantOfTable(log.root());
        return claimant == null
                ? new Route.Skipped("It belongs to " + table + ", which no enabled pipeline in etl_pipelines claims.")
                : new Route.Claimed(claimant);
    }

    /** Whether the table's commits are loaded. */
    boolean claimTable(String root) {
        return claimantOfTable(root) != null;
    }

    /** A table is claimed by whoever claims what lies directly under its root. */
    private @Nullable Pipeline claimantOfTable(String root) {
        String prefix = root.isEmpty() ? "" : root + "/";
        Pipeline claimant = claimant(prefix + "part-00000.parquet");
        claimant = claimant == null ? claimant(prefix + LogKey.DIRECTORY + "00000000000000000000.json") : claimant;
        return claimant != null && claimant.readsTables() ? claimant : null;
    }

    /** The longest literal beginning wins, then the name; the pipelines are in the order of their names. */
    private @Nullable Pipeline claimant(String key) {
        Pipeline best = null;
        int bestLength = -1;
        for (Pipeline pipeline : pipelines) {
            OptionalInt length = pipeline.pattern().match(key);
            if (length.isPresent() && length.getAsInt() > bestLength) {
                best = pipeline;
                bestLength = length.getAsInt();
            }
        }
        return best;
    }

    private static void add(List<Pipeline> pipelines, ResultSet row) throws SQLException {
        try {
            pipelines.add(pipeline(row));
        } catch (IllegalArgumentException e) {
            // One bad pattern must not stop the other pipelines.
            LOG.errorf(
                    "Pipeline \"%s\" claims nothing: of its source_path_pattern %s",
                    row.getString("pipeline_name"), e.getMessage());
        }
    }

    /**
     * @param row with {@link #COLUMNS}
     * @throws IllegalArgumentException where its pattern is none
     */
    static Pipeline pipeline(ResultSet row) throws SQLException {
        JsonNode options = json(row.getString("reader_options"));
        return new Pipeline(
                row.getString("pipeline_name"),
                Glob.of(row.getString("source_path_pattern")),
                row.getString("target_table"),
                row.getString("format"),
                options,
                row.getString("mapping") == null ? null : json(row.getString("mapping")),
                new LoadPolicy(OnOverwrite.of(row.getString("on_overwrite")), row.getBoolean("skip_same_content")),
                Standards.of(
                        json(row.getString("rules")),
                        row.getString("on_schema_change"),
                        json(row.getString("columns")),
                        options.path("decimal").asText()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL's jsonb is always JSON", e);
        }
    }
}
