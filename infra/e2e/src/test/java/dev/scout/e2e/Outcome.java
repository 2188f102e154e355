package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be in the database of the objects under a prefix.
 *
 * @param records each row of bronze, as text, in any order
 * @param refused each record in quarantine that waits for a person, likewise
 * @param ledger of each content, in the order in which they became known: status, rows loaded, rows refused, rows taken out again
 */
record Outcome(String prefix, List<String> records, List<String> refused, List<List<String>> ledger) {

    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);
    private static final int SHOWN = 60;

    void assertIn(Connection database, String when) throws SQLException {
        assertSame(
                column(
                        database,
                        "select _raw_data::text from scout.bronze_transactions where starts_with(_source_file, '%s')"),
                records,
                "bronze, " + when);
        assertThat(
                        column(
                                database,
                                "select distinct _raw_id::text from scout.bronze_transactions where starts_with(_source_file, '%s')"))
                .as("ids in bronze, %s", when)
                .hasSize(records.size());
        assertSame(
                column(
                        database,
                        "select raw_text from scout.quarantine where replayed_at is null and starts_with(key, '%s')"),
                refused,
                "quarantine, " + when);
        assertThat(rows(database, """
                        select status, rows_loaded, rows_quarantined, rows_retracted from scout.ingest_files
                        where starts_with(key, '%s') order by file_id""")).as("ledger, %s", when).isEqualTo(ledger);
        assertThat(rows(database, """
                        select f.key, f.rows_loaded - f.rows_retracted as rows_there, r.record_count
                        from scout.ingest_files as f left join scout.data_lake_registry as r using (file_id)
                        where starts_with(f.key, '%s') and f.status in ('loaded', 'partial')
                          and r.record_count is distinct from f.rows_loaded - f.rows_retracted"""))
                .as("files that the registry counts otherwise, %s", when)
                .isEmpty();
        assertNothingIsLeftBehind(database, when);
    }

    /** Each as often in one as in the other. */
    private static void assertSame(List<String> got, List<String> expected, String where) {
        assertThat(without(expected, got)).as("lost in %s", where).isEmpty();
        assertThat(without(got, expected)).as("too many in %s", where).isEmpty();
    }

    private static List<String> without(List<String> texts, List<String> others) {
        Map<String, Integer> left = new HashMap<>();
        others.forEach(text -> left.merge(text, 1, Integer::sum));
        return texts.stream()
                .filter(text -> left.merge(text, -1, Integer::sum) < 0)
                .map(text -> text.substring(0, Math.min(SHOWN, text.length())))
                .toList();
    }

    /** No half of a file that is loaded in parts; no transaction of a dead process, once the server has seen that it is dead. */
    private static void assertNothingIsLeftBehind(Connection database, String when) throws SQLException {
        Instant end = Instant.now().plus(NOTICED_WITHIN);
        while (!leftBehind(database).isEmpty() && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(leftBehind(database)).as("left behind, %s", when).isEmpty();
    }

    private static List<?> leftBehind(Connection database) throws SQLException {
        return Rows.of(database, """
                        select relname::text from pg_class where relname ~ '_split_[0-9]+$' and not relispartition
                        union all select 'split ' || split_id from scout.ingest_splits where settled_at is null
                        union all select query from pg_stat_activity where usename = 'scout_loader' and xact_start is not null""").rows();
    }

    private List<List<String>> rows(Connection database, String sql) throws SQLException {
        return Rows.of(database, sql.formatted(prefix)).rows().stream()
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
    }

    private List<String> column(Connection database, String sql) throws SQLException {
        return rows(database, sql).stream().map(row -> row.get(0)).toList();
    }
}
