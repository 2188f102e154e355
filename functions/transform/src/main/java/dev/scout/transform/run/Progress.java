package dev.scout.transform.run;

import dev.scout.transform.run.ModelState.Status;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** {@code scout.model_progress}: how far each model of gold and platinum has come. */
final class Progress {

    private static final String READ =
            "select model, batch_no, status, seconds, days, current_day, settings from scout.model_progress";

    private static final String PROMOTED = """
            insert into scout.model_progress as p (model, stage, batch_no, status, run_id, seconds, days, current_day, settings, promoted_at)
            values (?, ?, ?, 'promoted', ?, ?, ?, ?, ?, clock_timestamp())
            on conflict (model) do update
            set batch_no = excluded.batch_no, status = excluded.status, run_id = excluded.run_id, error = null, seconds = excluded.seconds,
              days = excluded.days, current_day = excluded.current_day, settings = excluded.settings, promoted_at = excluded.promoted_at, updated_at = clock_timestamp()""";

    private static final String HELD_BACK = """
            insert into scout.model_progress as p (model, stage, batch_no, status, run_id, error)
            values (?, ?, -1, ?, ?, ?)
            on conflict (model) do update
            set status = excluded.status, run_id = excluded.run_id, error = excluded.error, updated_at = clock_timestamp()""";

    private final Connection connection;
    private final Stage stage;
    private final UUID runId;
    private final Map<String, String> settings;
    private final Map<String, ModelState> states = new LinkedHashMap<>();

    private Progress(Connection connection, Stage stage, UUID runId, Map<String, String> settings) {
        this.connection = connection;
        this.stage = stage;
        this.runId = runId;
        this.settings = settings;
    }

    /** @param settings what each model of the stage looks at of the configuration: one that was built with another owes every day */
    static Progress read(Connection connection, Stage stage, UUID runId, Map<String, String> settings)
            throws SQLException {
        Progress progress = new Progress(connection, stage, runId, settings);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            while (row.next()) {
                BigDecimal seconds = row.getBigDecimal(4);
                String model = row.getString(1);
                String builtWith = Objects.requireNonNullElse(row.getString(7), ModelSettings.NONE);
                boolean isOutdated = !builtWith.equals(settings.getOrDefault(model, builtWith));
                progress.states.put(
                        model,
                        new ModelState(
                                isOutdated ? Marks.NOTHING_TAKEN : row.getLong(2),
                                Status.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                                seconds == null
                                        ? Duration.ZERO
                                        : Duration.ofMillis(
                                                seconds.movePointRight(3).longValue()),
                                row.getLong(5),
                                row.getObject(6, LocalDate.class)));
            }
        }
        return progress;
    }

    ModelState of(String model) {
        return states.getOrDefault(model, ModelState.NEVER_BUILT);
    }

    /** Models of any stage that were refused or wait. */
    Set<String> heldBack() {
        Set<String> models = new LinkedHashSet<>();
        states.forEach((model, state) -> {
            if (state.status() != Status.PROMOTED) {
                models.add(model);
            }
        });
        return models;
    }

    long latestOf(Collection<String> models) {
        return models.stream().mapToLong(model -> of(model).batch()).max().orElse(0);
    }

    long earliestOf(Collection<String> models) {
        return models.stream().mapToLong(model -> of(model).batch()).min().orElse(0);
    }

    void promote(String model, ModelState state) throws SQLException {
        try (PreparedStatement promote = connection.prepareStatement(PROMOTED)) {
            promote.setString(1, model);
            promote.setString(2, stage.label());
            promote.setLong(3, state.batch());
            promote.setObject(4, runId);
            promote.setBigDecimal(5, BigDecimal.valueOf(state.seconds().toMillis(), 3));
            promote.setLong(6, state.days());
            promote.setObject(7, state.currentDay());
            promote.setString(8, settings.get(model));
            promote.executeUpdate();
        }
        states.put(model, state);
    }

    /** Notes that a model keeps its rows and its number, and why. */
    void holdBack(String model, Status status, String why) throws SQLException {
        holdBack(connection, model, status, why);
        ModelState before = of(model);
        states.put(model, new ModelState(before.batch(), status, before.seconds(), before.days(), before.currentDay()));
    }

    private void holdBack(Connection writing, String model, Status status, String why) throws SQLException {
        try (PreparedStatement hold = writing.prepareStatement(HELD_BACK)) {
            hold.setString(1, model);
            hold.setString(2, stage.label());
            hold.setString(3, status.name().toLowerCase(Locale.ROOT));
            hold.setObject(4, runId);
            hold.setString(5, why);
            hold.executeUpdate();
        }
    }
}
