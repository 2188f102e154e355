package dev.scout.transform.run;

import dev.scout.transform.model.ModelResult;
import dev.scout.transform.model.ModelRunner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Gold and platinum: take the days that the layer before marked, and build only those again. */
final class DaysStage implements StageWork {

    private static final String DAYS_OF_GOLD = """
            select date_key from scout.silver_transactions where is_valid
            union select date_key from scout.scout_gold_transactions""";
    private static final String DAYS_OF_PLATINUM = """
            select date_key from scout.scout_gold_transactions
            union select date_key from scout.platinum_features_sales_7d
            union select transaction_date from scout.platinum_store_features""";

    private final Stage stage;
    private final List<Marks> marks;
    private final String allDays;

    private DaysStage(Stage stage, List<Marks> marks, String allDays) {
        this.stage = stage;
        this.marks = marks;
        this.allDays = allDays;
    }

    static DaysStage gold() {
        return new DaysStage(
                Stage.GOLD,
                List.of(
                        new Marks("gold_changed_days", "taken_days", "date_key"),
                        new Marks("gold_changed_products", "taken_products", "sku, attribute"),
                        new Marks("gold_changed_stores", "taken_stores", "store_id, attribute")),
                DAYS_OF_GOLD);
    }

    static DaysStage platinum() {
        return new DaysStage(
                Stage.PLATINUM,
                List.of(new Marks("platinum_changed_days", "taken_days", "date_key")),
                DAYS_OF_PLATINUM);
    }

    @Override
    public boolean needsOneSnapshot() {
        return true;
    }

    @Override
    public Outcome perform(Context context) throws SQLException {
        Connection connection = context.writing();
        for (Marks mark : marks) {
            mark.take(connection, context.request().models().isEmpty());
        }
        if (context.request().namesDays()) {
            addDays(connection, context.request());
        }
        long days = count(connection);
        List<ModelResult> models = new ModelRunner(connection)
                .run(StageModels.of(stage), context.request().models());
        long rows = models.stream().mapToLong(ModelResult::rows).sum();
        return new Outcome(new StageSummary.Taken(days, rows, 0), models, List.of(), false);
    }

    private void addDays(Connection connection, StageRequest request) throws SQLException {
        String insert = "insert into taken_days select date_key from (" + allDays
                + ") as days where date_key between coalesce(?::date, '-infinity') and coalesce(?::date, 'infinity')"
                + " except select date_key from taken_days";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setObject(1, request.from());
            statement.setObject(2, request.to());
            statement.executeUpdate();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze taken_days");
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from taken_days")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A table in which the layer before says what it changed. */
    private record Marks(String table, String taken, String columns) {

        /** @param all whether all models are built, so that the marks have served; else they stay for the others */
        void take(Connection connection, boolean all) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create temporary table " + taken + " on commit drop as select distinct " + columns
                        + " from scout." + table);
                statement.execute("analyze " + taken);
                if (all) {
                    statement.execute("delete from scout." + table);
                }
            }
        }
    }
}
