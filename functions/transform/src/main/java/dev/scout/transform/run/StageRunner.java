package dev.scout.transform.run;

import dev.scout.ScoutException;
import dev.scout.runs.RunLog;
import dev.scout.transform.lake.Lake;
import dev.scout.transform.lake.LakeMarks;
import dev.scout.transform.lake.LakeReport;
import dev.scout.transform.quality.ResultLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Runs a stage: one transaction, under a lock of the stage, with a row in the run history. */
public final class StageRunner {

    private static final Logger LOG = Logger.getLogger(StageRunner.class);

    private static final String STATEMENT_CANCELLED = "57014";
    private static final String TRANSACTION_TIMED_OUT = "25P04";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String CONNECTION_CLASS = "08";
    private static final String SHUTDOWN_CLASS = "57P";
    private static final String RESOURCES_CLASS = "53";
    private static final String LOCK = "select pg_advisory_lock(hashtextextended('scout.transform.' || ?, 0))";
    private static final String BURY = """
            update scout.etl_monitoring
            set status = 'failed', finished_at = clock_timestamp(), duration_seconds = extract(epoch from clock_timestamp() - started_at),
              error_message = 'The run died: its database connection ended before it could say how it ended. The next run goes on with what it left.'
            where layer = ? and pipeline_name = ? and status = 'running'""";
    private static final String LOCK_TRANSACTION =
            "select pg_advisory_xact_lock(hashtextextended('scout.transform.' || ?, 0))";
    private static final String UNLOCK = "select pg_advisory_unlock_all()";

    private final DataSource dataSource;
    private final RunLog runs;
    private final ResultLog results;
    private final Clock clock;
    private final ZoneId zone;
    private final Duration lockWait;
    private final ModelSettings settings;
    private final Lake lake;

    /**
     * @param zone of records that name no offset or zone of their own, and of the current day
     * @param lockWait how long a run waits for another run of the same stage
     * @param settings what the models may know of the configuration
     * @param lake takes what a stage changed, once that is committed
     */
    public StageRunner(
            DataSource dataSource, Clock clock, ZoneId zone, Duration lockWait, ModelSettings settings, Lake lake) {
        this.dataSource = dataSource;
        this.runs = new RunLog(dataSource);
        this.results = new ResultLog(dataSource);
        this.clock = clock;
        this.zone = zone;
        this.lockWait = lockWait;
        this.settings = settings;
        this.lake = lake;
    }

    /**
     * @param deadline when the invocation ends: what is not done by then is given up
     * @return what it did; models that were refused are named in it, and the others are built
     * @throws ScoutException where it failed; nothing of the stage is changed then
     */
    public StageSummary run(Stage stage, StageRequest request, Instant deadline) {
        long began = System.nanoTime();
        TimeLeft time = TimeLeft.of(Duration.ofMillis(millisUntil(deadline)));
        try (Connection writing = dataSource.getConnection()) {
            writing.setAutoCommit(true);
            lock(writing, stage, time);
            try {
                return recordedRun(stage, request, deadline, time, writing);
            } finally {
                unlock(writing, stage);
            }
        } catch (NotLocked e) {
            recordBusy(stage, Duration.ofNanos(System.nanoTime() - began), e.reason());
            throw e.reason();
        } catch (SQLException e) {
            throw translated(stage, e);
        }
    }

    /** Under the lock: a row of the stage that is still running belongs to a run that died. */
    private StageSummary recordedRun(
            Stage stage, StageRequest request, Instant deadline, TimeLeft time, Connection writing)
            throws SQLException {
        buryTheDead(writing, stage);
        UUID run = runs.start(stage.layer(), stage.label());
        StageSummary summary = promoted(stage, request, time, run, writing);
        return summary.with(writeLake(stage, run, writing, deadline));
    }

    private StageSummary promoted(Stage stage, StageRequest request, TimeLeft time, UUID run, Connection writing) {
        Findings findings = new Findings();
        try {
            StageSummary summary = transaction(stage, request, time, run, writing, findings);
            results.write(run, findings.checks());
            recordEnd(run, summary);
            return summary;
        } catch (ScoutException e) {
            recordFailure(stage, run, findings, e);
            throw e;
        } catch (SQLException e) {
            ScoutException translated = translated(stage, e);
            recordFailure(stage, run, findings, translated);
            throw translated;
        } catch (RuntimeException e) {
            ScoutException unexpected = new ScoutException(
                    "INTERNAL_ERROR",
                    false,
                    "The stage " + stage.label() + " failed for a reason that it did not expect: " + e
                            + ". Nothing was changed.",
                    e);
            recordFailure(stage, run, findings, unexpected);
            throw unexpected;
        }
    }

    /** Behind the stage's commit and the end of its run: the tables are promoted, whatever becomes of the lake. */
    private LakeReport writeLake(Stage stage, UUID run, Connection writing, Instant deadline) {
        LakeReport report;
        try (Connection reading = dataSource.getConnection()) {
            report = lake.write(stage.label(), run, reading, writing, deadline);
        } catch (SQLException | RuntimeException e) {
            LOG.errorf(e, "the lake's layer %s waits", stage.label());
            String why = "The layer " + stage.label() + " was not written to the lake: " + e.getMessage()
                    + ". The next run goes on with it.";
            report = new LakeReport(0, 0, 0, 0, List.of(why), true);
        }
        recordLake(stage, report);
        return report;
    }

    private void recordEnd(UUID run, StageSummary summary) {
        long records = summary.taken().records();
        long invalid = summary.taken().invalid();
        String details = SummaryJson.of(summary).toString();
        if (summary.failed().isEmpty()) {
            runs.succeed(run, records, invalid, details);
        } else {
            runs.fail(run, records, invalid, summary.failures(), details);
        }
    }

    private static void buryTheDead(Connection connection, Stage stage) throws SQLException {
        try (PreparedStatement bury = connection.prepareStatement(BURY)) {
            bury.setString(1, stage.layer().label());
            bury.setString(2, stage.label());
            bury.executeUpdate();
        }
    }

    private StageSummary transaction(
            Stage stage, StageRequest request, TimeLeft time, UUID run, Connection writing, Findings findings)
            throws SQLException {
        try (Connection reading = dataSource.getConnection()) {
            return transaction(stage, request, time, run, writing, reading, findings);
        }
    }

    private StageSummary transaction(
            Stage stage,
            StageRequest request,
            TimeLeft time,
            UUID run,
            Connection writing,
            Connection reading,
            Findings findings)
            throws SQLException {
        long began = System.nanoTime();
        if (stage == Stage.SILVER) {
            execute(writing, "select scout.ensure_bronze_partitions()");
        }
        StageWork work = work(stage);
        reading.setAutoCommit(false);
        writing.setAutoCommit(false);
        try {
            begin(writing, work, time);
            // A check is a query that somebody wrote, and may call the function that gives the session's lock back:
            // there is none for a transaction's.
            lock(writing, LOCK_TRANSACTION, stage);
            // The ledger and bronze as of one moment: a file that is replaced meanwhile is there as a whole, and so is
            // what replaces it not yet.
            execute(reading, "set transaction isolation level repeatable read");
            Instant now = clock.instant();
            LocalDate today = LocalDate.ofInstant(now, zone);
            describeRun(writing, run, now, today);
            StageWork.Outcome outcome = work.perform(
                    new StageWork.Context(writing, reading, run, today, zone, settings, request, time, findings));
            LakeMarks.follow(writing, stage.label());
            // The session's again, for what comes after the commit.
            lock(writing, LOCK, stage);
            writing.commit();
            return new StageSummary(
                    stage,
                    run,
                    outcome.taken(),
                    outcome.models(),
                    findings.checks(),
                    outcome.warnings(),
                    outcome.more(),
                    outcome.failed(),
                    outcome.waiting(),
                    outcome.unreached(),
                    Duration.ofNanos(System.nanoTime() - began),
                    LakeReport.NOTHING);
        } finally {
            end(reading);
            end(writing);
        }
    }

    private static StageWork work(Stage stage) {
        return switch (stage) {
            case SILVER -> new SilverStage();
            case GOLD -> DaysStage.gold();
            case PLATINUM -> DaysStage.platinum();
        };
    }

    private static void begin(Connection connection, StageWork work, TimeLeft time) throws SQLException {
        if (work.needsOneSnapshot()) {
            execute(connection, "set transaction isolation level repeatable read");
        }
        // It also ends what a killed invocation leaves behind, and so gives its lock back.
        execute(connection, "set local transaction_timeout = " + time.left().toMillis());
        execute(connection, "set local work_mem = '64MB'");
        execute(connection, "set local jit = off");
        execute(connection, "set local timezone = 'UTC'");
    }

    /** What models may know of the run, as a relation of one row. */
    private void describeRun(Connection connection, UUID run, Instant now, LocalDate today) throws SQLException {
        execute(connection, """
                create temporary table stage_run (
                  run_id uuid not null,
                  started_at timestamptz not null,
                  current_day date not null,
                  basket_min_support integer not null,
                  k_anonymity integer not null
                ) on commit drop""");
        try (PreparedStatement insert =
                connection.prepareStatement("insert into stage_run values (?, ?::timestamptz, ?, ?, ?)")) {
            insert.setObject(1, run);
            insert.setString(2, now.toString());
            insert.setObject(3, today);
            insert.setInt(4, settings.basketMinSupport());
            insert.setInt(5, settings.kAnonymity());
            insert.executeUpdate();
        }
        execute(connection, "analyze stage_run");
    }

    private void lock(Connection connection, Stage stage, TimeLeft time) throws SQLException, NotLocked {
        long wait = Math.max(1, Math.min(lockWait.toMillis(), time.left().toMillis() / 2));
        execute(connection, "set lock_timeout = " + wait);
        try {
            lock(connection, LOCK, stage);
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            throw new NotLocked(new ScoutException(
                    "STAGE_BUSY",
                    true,
                    "Another run of the stage " + stage.label() + " was still under way after "
                            + Duration.ofMillis(wait).toSeconds() + " s; this one did nothing. It can be tried again.",
                    e));
        } finally {
            execute(connection, "set lock_timeout = default");
        }
    }

    private static void lock(Connection connection, String sql, Stage stage) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setString(1, stage.label());
            lock.execute();
        }
    }

    /** As often as it was taken, and with it what checks may have locked: the connection goes back to a pool. */
    private static void unlock(Connection connection, Stage stage) {
        try {
            execute(connection, UNLOCK);
        } catch (SQLException e) {
            // A connection that is gone has no lock any more.
            LOG.warnf(e, "lock of the stage %s was not given back", stage.label());
        }
    }

    private static void end(Connection connection) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.warn("a connection broke at the end of a stage", e);
        }
    }

    private long millisUntil(Instant deadline) {
        long millis = Duration.between(clock.instant(), deadline).toMillis();
        return Math.min(Math.max(1, millis), Integer.MAX_VALUE);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The tables are promoted whatever becomes of the lake; that it lags behind is a run of its own that failed. */
    private void recordLake(Stage stage, LakeReport report) {
        if (report.failed()) {
            try {
                runs.record(stage.layer(), stage.label() + "_lake", Duration.ZERO, String.join(" ", report.warnings()));
            } catch (ScoutException e) {
                LOG.warnf(e, "that the lake's layer %s waits could not be recorded", stage.label());
            }
        }
    }

    private void recordFailure(Stage stage, UUID run, Findings findings, ScoutException failure) {
        results.write(run, findings.checks());
        try {
            runs.fail(run, failure.getMessage() == null ? failure.code() : failure.getMessage());
            if (stage != Stage.SILVER) {
                noteRefused(stage, run, findings);
            }
        } catch (ScoutException | SQLException e) {
            LOG.warnf(e, "the end of run %s could not be recorded", run);
        }
    }

    /** The run was undone, and with it what it noted of its models. */
    private void noteRefused(Stage stage, UUID run, Findings findings) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Progress progress = Progress.read(connection, stage, run, Map.of());
            for (Map.Entry<String, String> refused : findings.refused().entrySet()) {
                if (StageModels.of(stage).buildable().contains(refused.getKey())) {
                    progress.holdBack(refused.getKey(), ModelState.Status.REFUSED, refused.getValue());
                }
            }
        }
    }

    private void recordBusy(Stage stage, Duration waited, ScoutException reason) {
        try {
            runs.record(stage.layer(), stage.label(), waited, reason.getMessage());
        } catch (ScoutException e) {
            LOG.warnf(e, "a run of the stage %s that found it busy could not be recorded", stage.label());
        }
    }

    /** Whether the time of a statement was up. */
    static boolean isCancelled(SQLException e) {
        return STATEMENT_CANCELLED.equals(e.getSQLState());
    }

    /** Another run has the stage. */
    private static final class NotLocked extends Exception {

        private static final long serialVersionUID = 1L;

        private final ScoutException reason;

        NotLocked(ScoutException reason) {
            super(reason);
            this.reason = reason;
        }

        ScoutException reason() {
            return reason;
        }
    }

    private static ScoutException translated(Stage stage, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String nothing = " Nothing was changed.";
        if (state.equals(STATEMENT_CANCELLED) || state.equals(TRANSACTION_TIMED_OUT)) {
            return new ScoutException(
                    "OUT_OF_TIME", true, "The stage " + stage.label() + " did not end in time." + nothing, e);
        }
        if (state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK) || state.equals(LOCK_NOT_AVAILABLE)) {
            return new ScoutException(
                    "CONFLICT",
                    true,
                    "The stage " + stage.label() + " met another change of the same rows." + nothing
                            + " It can be tried again.",
                    e);
        }
        if (state.startsWith(CONNECTION_CLASS)
                || state.startsWith(SHUTDOWN_CLASS)
                || state.startsWith(RESOURCES_CLASS)
                || state.isEmpty()) {
            return new ScoutException(
                    "DATABASE_UNAVAILABLE",
                    true,
                    "The stage " + stage.label() + " lost its database." + nothing + " It can be tried again.",
                    e);
        }
        return new ScoutException(
                "MODEL_FAILED",
                false,
                "The stage " + stage.label() + " failed: " + e.getMessage() + " (SQLSTATE " + state + ")." + nothing,
                e);
    }
}
