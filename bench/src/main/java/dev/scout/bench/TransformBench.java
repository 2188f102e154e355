package dev.scout.bench;

import dev.scout.bench.CostCurve.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one more day costs against a full rebuild at several lengths of history, and what a rebuild costs against its statements by hand. */
final class TransformBench implements Section {

    private static final List<Integer> PARTS = List.of(8, 4, 2, 1);
    private static final int MORE_DAYS = 3;
    private static final String PREFIX = "bronze/bench-transform/";

    private static final String TABLES_OF = """
            select coalesce(string_agg('scout.' || tablename, ', '), '') from pg_tables
            where schemaname = 'scout' and tablename ~ '^(%s)' and tablename !~ '_changed_'""";

    /** Checks of rows share a scan, and each tells all of its time. */
    private static final String CHECKS = """
            select coalesce(sum(seconds), 0) from (
              select max(seconds) as seconds from scout.data_quality_results where run_id = %1$s and rows_checked is not null group by table_name
              union all
              select seconds from scout.data_quality_results where run_id = %1$s and rows_checked is null
            ) as scans""";

    private static final Pattern RUN = Pattern.compile("\"run_id\":\"([0-9a-f-]+)\"");

    private final RunningPlatform platform;
    private final Path scratch;
    private final long lines;
    private final int longest;
    private final Path docs;

    /**
     * A benchmark of histories up to a length.
     *
     * @param lines of the longest history
     * @param longest its days
     * @param docs where the curve is drawn
     */
    TransformBench(RunningPlatform platform, Path scratch, long lines, int longest, Path docs) {
        this.platform = platform;
        this.scratch = scratch;
        this.lines = lines;
        this.longest = longest;
        this.docs = docs;
    }

    /** One stage's run: seconds of its transaction, of the checks in it, and of writing the lake behind it. */
    private record Run(double seconds, double checks, double lake) {}

    /** The three stages' runs. */
    private record Runs(Run silver, Run gold, Run platinum) {

        double seconds() {
            return silver.seconds + gold.seconds + platinum.seconds;
        }

        double checks() {
            return silver.checks + gold.checks + platinum.checks;
        }

        double lake() {
            return silver.lake + gold.lake + platinum.lake;
        }
    }

    /** All that was measured at one length. */
    private record Measured(int days, long lines, Runs full, double byHand, Runs day) {

        double built() {
            return full.gold().seconds() + full.platinum().seconds();
        }

        Point point() {
            return new Point(days, lines, full.seconds(), day.seconds());
        }
    }

    @Override
    public String run() throws Exception {
        SalesHistory history = SalesHistory.of(scratch, lines, longest);
        platform.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, mapping) values ('bench_transform', '"
                        + PREFIX + "**', '" + SalesHistory.MAPPING + "') on conflict do nothing");
        // A process that has not run yet starts slowly.
        platform.invoke("transform", "{}");
        List<Measured> measured = new ArrayList<>();
        int landed = 0;
        for (int part : PARTS) {
            int days = longest / part;
            land(history, landed, days);
            measured.add(measure(history, days));
            landed = days + MORE_DAYS;
        }
        String svg = new CostCurve(measured.stream().map(Measured::point).toList()).svg();
        Files.writeString(docs.resolve("transform-cost.svg"), svg);
        return report(measured);
    }

    private void land(SalesHistory history, int from, int to) throws Exception {
        history.write(from, to);
        for (int day = from; day < to; day++) {
            platform.put(PREFIX + history.file(day).getFileName(), history.file(day));
            Files.delete(history.file(day));
        }
        platform.awaitLoaded(PREFIX, to);
    }

    private Measured measure(SalesHistory history, int days) throws Exception {
        empty("silver_|dim_|scout_gold_|gold_|platinum_");
        platform.execute("vacuum analyze");
        // A rebuild marks the whole lake, and stops at its first partition: hundreds of days of each table would be
        // written, four times.
        platform.execute("revoke insert, update on scout.data_lake_registry from scout_transform");
        Run silver = stage("silver", ", \"full_refresh\": true");
        keepMarks();
        Runs full = new Runs(silver, stage("gold", ""), stage("platinum", ""));
        String rows = rows();
        empty("scout_gold_|gold_|platinum_", false);
        double byHand = byHand();
        if (!rows().equals(rows)) {
            throw new IllegalStateException("by hand other rows came out: " + rows() + " and not " + rows);
        }
        long records = (long) platform.number(
                "select sum(rows_loaded) from scout.ingest_files where starts_with(key, '" + PREFIX + "')");
        platform.execute(
                "grant insert, update on scout.data_lake_registry to scout_transform; truncate scout.lake_changes");
        List<Runs> more = new ArrayList<>();
        for (int day = days; day < days + MORE_DAYS; day++) {
            land(history, day, day + 1);
            more.add(new Runs(stage("silver", ""), stage("gold", ""), stage("platinum", "")));
        }
        more.sort(Comparator.comparingDouble(Runs::seconds));
        Measured measured = new Measured(days, records, full, byHand, more.get(MORE_DAYS / 2));
        System.err.println(measured);
        return measured;
    }

    private Run stage(String stage, String more) throws Exception {
        long begin = System.nanoTime();
        Matcher answer = RUN.matcher(platform.invoke("transform", "{\"stage\": \"" + stage + "\"" + more + "}"));
        double all = (System.nanoTime() - begin) / 1e9;
        if (!answer.find()) {
            throw new IllegalStateException("the stage " + stage + " does not say which run it was");
        }
        String run = "'" + answer.group(1) + "'";
        double seconds = platform.number("select duration_seconds from scout.etl_monitoring where run_id = " + run);
        return new Run(seconds, platform.number(CHECKS.formatted(run)), all - seconds);
    }

    private void empty(String prefixes) throws SQLException {
        empty(prefixes, true);
    }

    /** @param forgets whether the stages are to take them for never built */
    private void empty(String prefixes, boolean forgets) throws SQLException {
        platform.execute("truncate " + text(TABLES_OF.formatted(prefixes)));
        if (forgets) {
            platform.execute(
                    "truncate scout.model_progress, scout.gold_changed_days, scout.gold_changed_products, scout.gold_changed_stores, scout.platinum_changed_days");
        }
    }

    /** What silver has marked, as a run of gold will take it. */
    private void keepMarks() throws SQLException {
        platform.execute("""
                drop table if exists bench_days, bench_products, bench_stores;
                create table bench_days as select distinct date_key from scout.gold_changed_days;
                create table bench_products as select distinct sku, attribute from scout.gold_changed_products;
                create table bench_stores as select distinct store_id, attribute from scout.gold_changed_stores""");
    }

    private double byHand() throws SQLException {
        List<String> run = List.of(
                """
                create temporary table stage_run on commit drop as
                select gen_random_uuid() as run_id, now() as started_at, (now() at time zone 'Asia/Manila')::date as current_day,
                  10 as basket_min_support, 5 as k_anonymity""",
                "create temporary table taken_days on commit drop as select date_key from bench_days",
                "create temporary table taken_products on commit drop as select sku, attribute from bench_products",
                "create temporary table taken_stores on commit drop as select store_id, attribute from bench_stores",
                "analyze taken_days",
                "analyze taken_products",
                "analyze taken_stores");
        try (Connection connection = platform.connect()) {
            ByHand hand = new ByHand(connection);
            double seconds = hand.build("gold", run) + hand.build("platinum", run);
            platform.execute("truncate scout.platinum_changed_days");
            return seconds;
        }
    }

    /** How many rows each table of gold and platinum has. */
    private String rows() throws SQLException {
        String counts = List.of(
                        text(TABLES_OF.formatted("scout_gold_|gold_|platinum_")).split(", ", -1))
                .stream()
                .sorted()
                .map(table -> "'" + table + " ' || (select count(*) from " + table + ")")
                .collect(Collectors.joining(" || ', ' || "));
        return text("select " + counts);
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = platform.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String report(List<Measured> measured) {
        StringBuilder report = new StringBuilder("""

                ## The transforms

                A made-up chain's line items, a file a day (%d stores, 600 products, baskets of 1 to 20 lines), at several lengths of history. A full rebuild begins with empty
                tables: silver from all of bronze, then gold, then platinum. One more day is the median of three, landed one by one; its share is of the
                full rebuild. "By hand" is gold and platinum alone: the same selects, one after the other in one transaction a layer, without checks, marks, progress or a run history;
                the ratio is the stages' seconds to it. Writing the lake, behind each stage's commit, is counted apart, and left out of the rebuilds.

                ![The curve](../docs/transform-cost.svg)

                | days | lines | full: silver | gold | platinum | all | silver lines/s | by hand | ratio | checks | one more day: silver | gold | platinum | all | share | checks | its lake |
                | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """.formatted(SalesHistory.STORES));
        for (Measured m : measured) {
            report.append(Bench.line(
                    "| %d | %,d | %.1f | %.1f | %.1f | %.1f | %,.0f | %.1f | %.2f | %.1f %% | %.2f | %.2f | %.2f | %.2f | %.1f %% | %.1f %% | %.2f |",
                    m.days(),
                    m.lines(),
                    m.full().silver().seconds(),
                    m.full().gold().seconds(),
                    m.full().platinum().seconds(),
                    m.full().seconds(),
                    m.lines() / m.full().silver().seconds(),
                    m.byHand(),
                    m.built() / m.byHand(),
                    100 * m.full().checks() / m.full().seconds(),
                    m.day().silver().seconds(),
                    m.day().gold().seconds(),
                    m.day().platinum().seconds(),
                    m.day().seconds(),
                    100 * m.day().seconds() / m.full().seconds(),
                    100 * m.day().checks() / m.day().seconds(),
                    m.day().lake()));
        }
        return report.toString();
    }
}
