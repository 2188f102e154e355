package dev.scout.transform.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * What the layer before changed and a stage has still to take. A run gives all marks that it sees and that have none yet the next number, as one
 * batch: stages run one at a time, so a lower number was committed earlier, and what is marked meanwhile waits for the next run.
 */
final class Marks {

    /** The batch of a model that owes every day. */
    static final long NOTHING_TAKEN = -1;

    private final Connection connection;
    private final List<MarkTable> tables;
    private final String allDays;

    /**
     * @param tables the first holds days
     * @param allDays query of all days that there are
     */
    Marks(Connection connection, List<MarkTable> tables, String allDays) {
        this.connection = connection;
        this.tables = tables;
        this.allDays = allDays;
    }

    /**
     * A table of marks.
     *
     * @param taken relation in which models find those that they take
     * @param run column with the run that made the mark
     */
    record MarkTable(String name, String taken, String columns, String run) {}

    /** Marks days that were named, for all models. */
    void name(StageRequest request, UUID runId) throws SQLException {
        MarkTable days = tables.get(0);
        String insert = "insert into scout." + days.name() + " (" + days.columns() + ", " + days.run()
                + ") select date_key, ?::uuid from (" + namedDays() + ") as named on conflict do nothing";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setObject(1, runId);
            statement.setObject(2, request.from());
            statement.setObject(3, request.to());
            statement.executeUpdate();
        }
    }

    /**
     * Numbers the marks that have no number yet.
     *
     * @param latest the latest batch that any model has taken
     * @return the latest batch that there is now
     */
    long number(long latest) throws SQLException {
        long known = latest;
        for (MarkTable table : tables) {
            known = Math.max(known, single("select coalesce(max(batch_no), 0) from scout." + table.name()));
        }
        long marked = 0;
        for (MarkTable table : tables) {
            marked += update(
                    "update scout." + table.name() + " set batch_no = " + (known + 1) + " where batch_no is null");
        }
        return marked > 0 ? known + 1 : known;
    }

    /**
     * Makes the relations with the marks after a batch, which models read.
     *
     * @return how many days they name
     */
    long take(long after) throws SQLException {
        for (MarkTable table : tables) {
            update("create temporary table " + table.taken() + " on commit drop as select distinct " + table.columns()
                    + " from scout." + table.name() + " where batch_no > " + after);
        }
        if (after == NOTHING_TAKEN) {
            update("insert into taken_days select date_key from (" + allDays
                    + ") as days except select date_key from taken_days");
        }
        return countAndAnalyze();
    }

    /** Adds days that were named, for the models of this pass alone. */
    long takeNamed(StageRequest request) throws SQLException {
        String insert = "insert into taken_days " + namedDays() + " except select date_key from taken_days";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setObject(1, request.from());
            statement.setObject(2, request.to());
            statement.executeUpdate();
        }
        return countAndAnalyze();
    }

    /** Ends a pass. */
    void giveBack() throws SQLException {
        for (MarkTable table : tables) {
            update("drop table pg_temp." + table.taken());
        }
    }

    /** Forgets marks that every model has taken. */
    void forget(long upTo) throws SQLException {
        for (MarkTable table : tables) {
            update("delete from scout." + table.name() + " where batch_no <= " + upTo);
        }
    }

    private String namedDays() {
        return "select date_key from (" + allDays
                + ") as days where date_key between coalesce(?::date, '-infinity') and coalesce(?::date, 'infinity')";
    }

    private long countAndAnalyze() throws SQLException {
        for (MarkTable table : tables) {
            update("analyze " + table.taken());
        }
        return single("select count(*) from taken_days");
    }

    private long single(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }
}
