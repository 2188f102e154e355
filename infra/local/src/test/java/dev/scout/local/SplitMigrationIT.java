package dev.scout.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that has rows when its months become divided by split, and splits when versions of tables get their own kind. */
class SplitMigrationIT {

    private static LocalDatabase server;
    private static String url;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalDatabase.start(null, 0, false);
        try (Connection connection = server.connect()) {
            execute(connection, "create database before_splits");
        }
        url = server.jdbcUrl().replace("/postgres", "/before_splits");
        migrate("9");
        try (Connection connection = connect()) {
            execute(connection, """
                    insert into scout.bronze_transactions (_raw_id, _raw_data, _source_file, _source_row, _file_id, _ingested_at)
                    select md5('t' || n)::uuid, json_build_object('n', n), 'k', n, 1, now() + (n % 3) * interval '1 month'
                    from generate_series(1, 3000) as n""");
            execute(connection, """
                    insert into scout.bronze_edge_raw (id, device_id, file_name, file_path, raw_data, source_row, file_id, created_at)
                    select md5('e' || n)::uuid, 'd', 'k', 'k', jsonb_build_object('n', n), n, 2, now() + (n % 3) * interval '1 month'
                    from generate_series(1, 3000) as n""");
        }
        migrate("19");
        try (Connection connection = connect()) {
            execute(connection, """
                    insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes)
                    select 'lake', key, 'etag', now(), 1
                    from unnest('{_delta_log/00000000000000000000.json,sales/_delta_log/00000000000000000007.json,sales_delta_log/day.csv}'::text[]) as key""");
            execute(
                    connection,
                    "select scout.begin_split(file_id, 'daily_transaction_load', '{}') from scout.ingest_files");
            execute(connection, """
                    insert into scout.ingest_parts (split_id, part_no, file_id, from_records, from_line, from_at)
                    select split_id, 1, file_id, 0, 1, 0 from scout.ingest_splits""");
        }
        try (Connection connection = connect()) {
            execute(
                    connection,
                    "insert into scout.etl_pipelines (pipeline_name, source_path_pattern) values ('store_reference', 'shops/**')");
        }
        migrate("latest");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void keepsEveryRow() throws SQLException {
        assertThat(
                        column(
                                "select count(*), count(distinct _raw_id), sum(_source_row), sum(_split_file) from scout.bronze_transactions"))
                .containsExactly("3000", "3000", "4501500", "0");
        assertThat(
                        column(
                                "select count(*), count(distinct id), sum(source_row), sum(split_file) from scout.bronze_edge_raw"))
                .containsExactly("3000", "3000", "4501500", "0");
    }

    @Test
    void putsThemUnderTheirMonths() throws SQLException {
        assertThat(column("""
                        select count(distinct tableoid), bool_and(tableoid::regclass::text like '%\\_rows'), bool_and(
                          tableoid::regclass::text = 'scout.bronze_transactions' || to_char(_ingested_at at time zone 'UTC', '_YYYY_MM') || '_rows')
                        from scout.bronze_transactions""")).containsExactly("3", "t", "t");
    }

    @Test
    void hasTheFormThatNewMonthsHave() throws SQLException {
        String form = """
                select string_agg(concat_ws('|', c.relname, pg_get_partkeydef(c.oid),
                  (select string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)), ',' order by attnum)
                   from pg_attribute as a left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
                   where a.attrelid = c.oid and a.attnum > 0),
                  (select pg_get_constraintdef(oid) from pg_constraint where conrelid = c.oid and contype = 'p')), E'\\n' order by c.relname)
                from pg_class as c
                where c.relname ~ ('^bronze_(transactions|edge_raw)' || to_char(now() at time zone 'UTC' + interval 'MONTHS months', '_YYYY_MM') || '(_rows)?$')""";
        try (Connection connection = connect()) {
            for (String table : List.of("bronze_transactions", "bronze_edge_raw")) {
                execute(
                        connection,
                        "do $$ begin execute format('drop table scout." + table
                                + "%s', to_char(now() at time zone 'UTC' + interval '3 months', '_YYYY_MM')); end $$");
            }
            execute(connection, "select scout.ensure_bronze_partitions()");
        }
        String converted = column(form.replace("MONTHS", "2")).get(0).replaceAll("\\d{4}_\\d{2}", "month");
        String made = column(form.replace("MONTHS", "3")).get(0).replaceAll("\\d{4}_\\d{2}", "month");
        assertThat(made)
                .isEqualTo(converted)
                .contains("LIST (_split_file)")
                .contains("PRIMARY KEY (_raw_id, _ingested_at, _split_file)");
    }

    @Test
    void refusesARowThatIsThereAlready() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> execute(connection, """
                            insert into scout.bronze_transactions select * from scout.bronze_transactions limit 1""")))
                    .hasMessageContaining("duplicate key");
        }
    }

    @Test
    void givesUpVersionsOfTablesThatWereSplitAsFiles() throws SQLException {
        assertThat(column("""
                        select string_agg(f.key, ' '), count(p.part_no),
                          (select count(*) from pg_class where relname ~ '^(bronze_transactions|quarantine)_split_\\d+$')
                        from scout.ingest_splits as s join scout.ingest_files as f using (file_id) join scout.ingest_parts as p using (split_id)""")).containsExactly("sales_delta_log/day.csv", "1", "2");
        assertThat(column("select count(*) from scout.ingest_files where status = 'loading'"))
                .containsExactly("3");
    }

    @Test
    void keepsAPipelineThatHasTheNameOfAShippedOne() throws SQLException {
        assertThat(column("""
                        select string_agg(source_path_pattern, ' ' order by pipeline_name)
                        from scout.etl_pipelines
                        where pipeline_name in ('product_reference', 'store_reference')""")).containsExactly("samples/items/** shops/**");
    }

    /** Without the repeatable migrations: they describe the newest schema, not one on the way to it. */
    private static void migrate(String target) {
        Flyway.configure()
                .dataSource(url, LocalDatabase.SUPERUSER, LocalDatabase.SUPERUSER_PASSWORD)
                .locations("classpath:db/migration")
                .schemas("scout")
                .repeatableSqlMigrationPrefix("none")
                .target(target)
                .load()
                .migrate();
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(url, LocalDatabase.SUPERUSER, LocalDatabase.SUPERUSER_PASSWORD);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The columns of the one row. */
    private static List<String> column(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getString(i));
            }
            return values;
        }
    }
}
