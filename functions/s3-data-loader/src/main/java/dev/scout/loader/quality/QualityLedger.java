package dev.scout.loader.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.StorableText;
import dev.scout.loader.quality.Drift.Change;
import dev.scout.loader.quality.Drift.Kind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is kept of the quality of files: known columns, drift, the registry; on a connection and within its transaction. */
public final class QualityLedger {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('scout.pipeline_columns'), hashtext(?))";

    /** As {@link KnownColumns} reads them. */
    private static final String KNOWN = """
            select coalesce(jsonb_agg(jsonb_build_object('name', column_name, 'types', types, 'optional', is_optional)), '[]')::text
            from scout.pipeline_columns where pipeline_name = ?""";

    private static final String LEARN = """
            insert into scout.pipeline_columns (pipeline_name, column_name, types, is_optional, is_declared, first_file_id)
            select p.pipeline_name, c.name, array(select jsonb_array_elements_text(c.types)), c.optional, false, ?
            from scout.etl_pipelines p cross join jsonb_to_recordset(?::jsonb) as c (name text, types jsonb, optional boolean)
            where p.pipeline_name = ?
            on conflict (pipeline_name, column_name) do update
            set types = excluded.types, is_optional = excluded.is_optional, changed_at = now()""";

    private static final String NOTE_DRIFT = """
            insert into scout.schema_drift (file_id, pipeline_name, column_name, change, was, "is", action, records)
            select ?, ?, d.name, d.change,
              case when d.change <> 'new' then array(select jsonb_array_elements_text(d.was)) end,
              case when d.change <> 'missing' then array(select jsonb_array_elements_text(d."is")) end, d.action, d.records
            from jsonb_to_recordset(?::jsonb) as d (name text, change text, was jsonb, "is" jsonb, action text, records bigint)""";

    private static final String REGISTER = """
            insert into scout.data_lake_registry as r (layer, table_name, partition_name, location, record_count, data_quality_score,
              completeness, duplicate_rate, checksum, pipeline_name, file_id, partition_values, profile)
            values ('bronze', ?, 'file_id=' || ?, ?, ?, scout.quality_score(?, ?, ?, ?), ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
            on conflict (layer, table_name, partition_name) do update
            set location = excluded.location, record_count = excluded.record_count, data_quality_score = excluded.data_quality_score,
              completeness = excluded.completeness, duplicate_rate = excluded.duplicate_rate, checksum = excluded.checksum,
              pipeline_name = excluded.pipeline_name, partition_values = excluded.partition_values, profile = excluded.profile,
              updated_at = now()""";

    private static final String REFUSE_FILE = """
            insert into scout.quarantine (file_id, bucket, key, rule, message)
            select file_id, bucket, key, ?, ? from scout.ingest_files where file_id = ?""";

    private static final String SPOOL = """
            insert into scout.unique_values (file_id, rule_no, value_hash, source_row)
            select ?, * from unnest(?::integer[], ?::uuid[], ?::bigint[])""";

    private QualityLedger() {}

    /**
     * What the file's columns are to its pipeline. Where they are not simply as it knows them, it is locked for who else wants to know, up
     * to the end of the transaction.
     *
     * @param mayReload whether the file can be loaded anew
     * @throws SchemaMovedException where the pipeline came to know other columns meanwhile, so that the file has to be loaded anew
     */
    public static Judgement judge(
            Connection connection, String pipeline, Standards standards, FileProfile profile, boolean mayReload)
            throws SQLException {
        if (profile.records() == 0
                || Drift.between(standards.known(), profile, standards.policy()).isNothing()) {
            return Judgement.NOTHING_NEW;
        }
        execute(connection, LOCK, statement -> statement.setString(1, pipeline));
        KnownColumns known = known(connection, pipeline);
        Drift drift = Drift.between(known, profile, standards.policy());
        if (mayReload && standards.policy() == SchemaPolicy.RESCUE && !known.equals(standards.known())) {
            throw new SchemaMovedException(standards.knowing(known));
        }
        return new Judgement(standards.policy(), drift);
    }

    /** Writes down what was judged of a file. */
    public static void note(Connection connection, long fileId, String pipeline, Judgement judgement)
            throws SQLException {
        Drift drift = judgement.drift();
        if (!drift.learned().isEmpty() && !judgement.isRefused()) {
            execute(connection, LEARN, statement -> {
                statement.setLong(1, fileId);
                statement.setString(2, storable(new KnownColumns(drift.learned()).toJson()));
                statement.setString(3, pipeline);
            });
        }
        if (!drift.changes().isEmpty()) {
            execute(connection, NOTE_DRIFT, statement -> {
                statement.setLong(1, fileId);
                statement.setString(2, pipeline);
                statement.setString(3, storable(changes(judgement)));
            });
        }
    }

    /** Puts a refusal of all of the file into quarantine. */
    public static void refuseFile(Connection connection, long fileId, String rule, String message) throws SQLException {
        execute(connection, REFUSE_FILE, statement -> {
            statement.setString(1, rule);
            statement.setString(2, StorableText.text(message));
            statement.setLong(3, fileId);
        });
    }

    /** Puts a loaded file into the registry. */
    public static void register(Connection connection, RegisteredFile file, FileProfile profile) throws SQLException {
        execute(connection, REGISTER, statement -> {
            int at = 1;
            statement.setString(at++, file.table());
            statement.setString(at++, Long.toString(file.fileId()));
            statement.setString(at++, StorableText.text(file.location()));
            statement.setLong(at++, file.rowsLoaded());
            statement.setBigDecimal(at++, profile.completeness());
            statement.setBigDecimal(at++, profile.duplicateRate());
            statement.setLong(at++, file.rowsLoaded());
            statement.setLong(at++, file.rowsRead());
            statement.setBigDecimal(at++, profile.completeness());
            statement.setBigDecimal(at++, profile.duplicateRate());
            statement.setString(at++, file.checksum());
            statement.setString(at++, file.pipeline());
            statement.setLong(at++, file.fileId());
            statement.setString(at++, StorableText.json(file.partition()));
            statement.setString(at, StorableText.json(profile.toldJson()));
        });
    }

    /** The profile that the registry has of a file; null where it has none. */
    public static @Nullable FileProfile profile(Connection connection, long fileId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select profile::text from scout.data_lake_registry where file_id = ?")) {
            query.setLong(1, fileId);
            try (ResultSet row = query.executeQuery()) {
                String profile = row.next() ? row.getString(1) : null;
                return profile == null ? null : FileProfile.of(profile);
            }
        }
    }

    /**
     * What some records of a file that came later are to its pipeline. That they lack a column says nothing of the file.
     */
    public static Judgement judgeLate(Connection connection, String pipeline, Standards standards, FileProfile profile)
            throws SQLException {
        Judgement judgement = judge(connection, pipeline, standards, profile, false);
        return new Judgement(judgement.policy(), judgement.drift().withoutMissing());
    }

    /** Keeps values of the file until {@link #refuseRepeats} compares them. */
    public static void spool(Connection connection, long fileId, int[] rules, UUID[] values, long[] numbers)
            throws SQLException {
        Array ruleNumbers =
                connection.createArrayOf("integer", Arrays.stream(rules).boxed().toArray());
        Array hashes = connection.createArrayOf("uuid", values);
        Array rows = connection.createArrayOf(
                "bigint", Arrays.stream(numbers).boxed().toArray());
        execute(connection, SPOOL, statement -> {
            statement.setLong(1, fileId);
            statement.setArray(2, ruleNumbers);
            statement.setArray(3, hashes);
            statement.setArray(4, rows);
        });
    }

    /** Moves the file's records that repeat a value of an earlier one into quarantine, from bronze or from where the rows of its parts wait. */
    public static Repeats refuseRepeats(Connection connection, long fileId, Standards standards) throws SQLException {
        Object[] names =
                standards.rules().stream().map(rule -> rule.nameOr(Rule.UNIQUE)).toArray();
        Object[] columns = standards.rules().stream().map(Rule::column).toArray();
        try (PreparedStatement query = connection.prepareStatement("select * from scout.refuse_repeats(?, ?, ?)")) {
            query.setLong(1, fileId);
            query.setArray(2, connection.createArrayOf("text", names));
            query.setArray(3, connection.createArrayOf("text", columns));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getLong(1) > 0
                        ? new Repeats(row.getLong(1), row.getLong(3), String.valueOf(row.getString(5)))
                        : Repeats.NONE;
            }
        }
    }

    /** The columns that the pipeline is known to have now. */
    static KnownColumns known(Connection connection, String pipeline) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(KNOWN)) {
            query.setString(1, pipeline);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return KnownColumns.of(JSON.readTree(row.getString(1)));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL's jsonb is always JSON", e);
        }
    }

    private static ArrayNode changes(Judgement judgement) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Change change : judgement.drift().changes()) {
            ObjectNode entry = list.addObject()
                    .put("name", change.column())
                    .put("change", change.kind().word())
                    .put("action", action(judgement, change.kind()))
                    .put("records", change.records());
            Types.names(change.was()).forEach(entry.putArray("was")::add);
            Types.names(change.is()).forEach(entry.putArray("is")::add);
        }
        return list;
    }

    private static String action(Judgement judgement, Kind kind) {
        return switch (judgement.policy()) {
            case REFUSE -> "refused";
            case RESCUE -> kind == Kind.MISSING ? "accepted" : "rescued";
            case ACCEPT -> "accepted";
        };
    }

    private static @Nullable String storable(ArrayNode json) {
        return StorableText.json(json.toString());
    }

    private static void execute(Connection connection, String sql, Binding binding) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            statement.execute();
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
