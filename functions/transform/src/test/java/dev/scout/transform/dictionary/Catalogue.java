package dev.scout.transform.dictionary;

import dev.scout.local.LocalDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the database itself says of the tables in the schema. */
final class Catalogue {

    private final LocalDatabase database;

    Catalogue(LocalDatabase database) {
        this.database = database;
    }

    /** A column as PostgreSQL has it; the comment is empty where it has none. */
    record Field(String name, String type, boolean isNullable, String comment) {}

    List<Field> columns(String table) {
        return rows("""
                select attname, format_type(atttypid, atttypmod), not attnotnull, coalesce(col_description(attrelid, attnum), '')
                from pg_attribute
                where attrelid = ('scout.' || ?)::regclass and attnum > 0 and not attisdropped
                order by attnum""", table).stream()
                .map(row -> new Field(row.get(0), row.get(1), row.get(2).equals("t"), row.get(3)))
                .toList();
    }

    String comment(String table) {
        return rows("select coalesce(obj_description(('scout.' || ?)::regclass), '')", table)
                .get(0)
                .get(0);
    }

    /** Views under a layer's name; what a function reads or people ask about runs is none. */
    List<String> views(String layer) {
        return first("""
                select relname from pg_class
                where relnamespace = 'scout'::regnamespace and relkind = 'v' and relname like ? || '\\_%'
                order by relname collate "C\"""", layer);
    }

    /** The tables that a view stands on. */
    List<String> readBy(String view) {
        return first("""
                select distinct t.relname collate "C" as name
                from pg_rewrite as r
                inner join pg_depend as d
                  on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                inner join pg_class as t
                  on t.oid = d.refobjid and t.oid <> r.ev_class
                where r.ev_class = ('scout.' || ?)::regclass
                order by name""", view);
    }

    /** The dataset that a table is published as and how often, as two values; empty where it is not published. */
    List<String> dataset(String table) {
        return rows(
                        "select dataset_id, update_frequency from scout.datasets where replace(dataset_id, '/', '_') = ?",
                        table)
                .stream()
                .findFirst()
                .orElse(List.of());
    }

    /** The checks that ship as rows. */
    List<Assertion> checks(String table) {
        return rows("""
                select check_name, severity, coalesce(check_query, concat_ws(' ', kind, column_name, nullif(parameters::text, '{}')))
                from scout.data_quality_checks
                where enabled and table_name = ?
                order by check_name collate "C\"""", table).stream()
                .map(row -> new Assertion(row.get(0), row.get(1), row.get(2)))
                .toList();
    }

    private List<String> first(String query, String parameter) {
        return rows(query, parameter).stream().map(row -> row.get(0)).toList();
    }

    private List<List<String>> rows(String query, String parameter) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                List<List<String>> rows = new ArrayList<>();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
