package dev.scout.transform.quality;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks the checks of tables in a transaction that is the caller's: those of single rows together in one scan of the rows that were written. */
public final class Quality {

    private static final String CANCELLED = "57014";
    private static final Set<String> LOST = Set.of("08", "57P", "25P");
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int SHARE = 4;

    private final Connection connection;
    private final Supplier<Duration> left;
    private final Rules rules;

    private Quality(Connection connection, Supplier<Duration> left, Rules rules) {
        this.connection = connection;
        this.left = left;
        this.rules = rules;
    }

    /**
     * @param left time that the run has left for models and their checks: a query that somebody added takes a quarter of it at most, and no more than
     *     a minute; what stands beside a model may take it all, as the model may
     */
    public static Quality of(Connection connection, Supplier<Duration> left) throws SQLException {
        return new Quality(connection, left, Rules.read(connection));
    }

    /** Tables with checks that are none of these. */
    public Set<String> tablesOtherThan(Set<String> tables) {
        return rules.tablesOtherThan(tables);
    }

    /** The tables that checks read besides their own, by that one. */
    public Map<String, Set<String>> tablesRead() {
        return rules.tablesRead();
    }

    /**
     * @param beside the checks that stand beside the table's model
     * @param canBeLeft whether a later run can give them more time: one that refuses and that the time is too short for is no failure then
     * @throws SQLException where the time is up
     */
    public List<CheckResult> ask(WrittenRows written, List<Check> beside, boolean canBeLeft) throws SQLException {
        List<CheckResult> results = new ArrayList<>(rows(
                written,
                beside.stream()
                        .map(check -> Rules.beside(written.table(), check))
                        .toList(),
                canBeLeft));
        List<Rule> added = rules.of(written.table());
        results.addAll(rows(
                written, added.stream().filter(rule -> rule.kind().isOfRows()).toList(), canBeLeft));
        for (Rule rule : added) {
            if (!rule.kind().isOfRows()) {
                results.add(whole(written, rule, canBeLeft));
            }
        }
        return results;
    }

    /** What has to be asked although nothing was written: whether the table is still fresh. */
    public List<CheckResult> askFreshness(String table) throws SQLException {
        List<CheckResult> results = new ArrayList<>();
        for (Rule rule : rules.of(table)) {
            if (rule.kind() == Kind.FRESHNESS) {
                results.add(whole(WrittenRows.all(table), rule, false));
            }
        }
        return results;
    }

    private List<CheckResult> rows(WrittenRows written, List<Rule> asked, boolean canBeLeft) throws SQLException {
        if (asked.isEmpty()) {
            return List.of();
        }
        long began = System.nanoTime();
        Duration limit = limit(asked);
        JsonNode counts;
        try {
            String columns = IntStream.range(0, asked.size())
                    .mapToObj(i -> RowConditions.count(asked.get(i), written) + " as c" + i)
                    .collect(Collectors.joining(", "));
            counts = new CheckQuery(connection, limit)
                    .ask("select count(*) as n, " + columns + " from " + Sql.table(written.table()) + " where "
                            + written.condition())
                    .first()
                    .path(0);
        } catch (SQLException | IllegalArgumentException e) {
            requireTime(asked, limit, canBeLeft, e);
            if (asked.size() == 1) {
                return List.of(broken(asked.get(0), began, e));
            }
            // One of them can't be asked: each by itself tells which.
            List<CheckResult> results = new ArrayList<>();
            for (Rule rule : asked) {
                results.addAll(rows(written, List.of(rule), canBeLeft));
            }
            return results;
        }
        List<CheckResult> results = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            long failures = counts.path("c" + i).asLong();
            results.add(ofRows(written, asked.get(i), failures, counts.path("n").asLong(), began));
        }
        return results;
    }

    private CheckResult ofRows(WrittenRows written, Rule rule, long failures, long checked, long began)
            throws SQLException {
        @Nullable String sample = failures == 0 ? null : sample(written, rule);
        return result(
                rule,
                failures == 0,
                failures,
                checked,
                String.valueOf(failures),
                sample,
                failures == 0 ? null : "It does not hold for " + failures + " of " + checked + " rows.",
                began);
    }

    private @Nullable String sample(WrittenRows written, Rule rule) throws SQLException {
        try {
            return new CheckQuery(connection, limit(List.of(rule)))
                    .ask("select * from " + Sql.table(written.table()) + " where " + written.condition() + " and ("
                            + RowConditions.offends(rule) + ") limit " + CheckQuery.SAMPLE)
                    .first()
                    .toString();
        } catch (SQLException e) {
            requireConnection(e);
            return null;
        }
    }

    private CheckResult whole(WrittenRows written, Rule rule, boolean canBeLeft) throws SQLException {
        long began = System.nanoTime();
        Duration limit = limit(List.of(rule));
        CheckQuery.Answer answer;
        try {
            answer = new CheckQuery(connection, limit).ask(TableQueries.offending(rule, written));
        } catch (SQLException | IllegalArgumentException e) {
            requireTime(List.of(rule), limit, canBeLeft, e);
            return broken(rule, began, e);
        }
        if (rule.kind() == Kind.QUERY
                && answer.rows() == 1
                && answer.first().path(0).size() == 1) {
            return ofValue(rule, answer.first().path(0).elements().next(), began);
        }
        boolean passed = answer.rows() == 0;
        return result(
                rule,
                passed,
                answer.rows(),
                null,
                String.valueOf(answer.rows()),
                passed ? null : answer.first().toString(),
                passed ? null : "It found " + answer.first().path(0) + rest(answer.rows()) + ".",
                began);
    }

    private static String rest(long rows) {
        return rows > 1 ? " and " + (rows - 1) + " more" : "";
    }

    /** A query of one value: a count of 0, true, or what is expected. */
    private static CheckResult ofValue(Rule rule, JsonNode value, long began) {
        String expected = rule.expected();
        boolean passed = expected == null
                ? value.isBoolean()
                        ? value.booleanValue()
                        : value.isNumber() && value.decimalValue().signum() == 0
                : equal(expected, value);
        long failures = passed ? 0 : value.isIntegralNumber() && expected == null ? Math.abs(value.longValue()) : 1;
        return result(
                rule,
                passed,
                failures,
                null,
                value.asText(),
                null,
                passed
                        ? null
                        : "Its query answers " + value.asText() + "; expected is "
                                + (expected != null ? expected : value.isBoolean() ? "true" : "0") + ".",
                began);
    }

    private static boolean equal(String expected, JsonNode value) {
        if (value.isNumber()) {
            try {
                return value.decimalValue().compareTo(new BigDecimal(expected.strip())) == 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return !value.isNull() && value.asText().equals(expected);
    }

    private Duration limit(List<Rule> asked) {
        long most = left.get().toMillis();
        long limit = areAdded(asked) ? Math.min(LONGEST.toMillis(), most / SHARE) : most;
        return Duration.ofMillis(Math.max(1, limit));
    }

    private static boolean areAdded(List<Rule> asked) {
        return asked.stream().allMatch(rule -> rule.id() != null);
    }

    /**
     * It is the run's time that is up, and no failure of the check: of one beside a model, which has all there is; and of one that somebody added, where
     * a later run has more for it. One that only reports does so at once.
     */
    private static void requireTime(List<Rule> asked, Duration limit, boolean canBeLeft, Exception e)
            throws SQLException {
        if (!(e instanceof SQLException sql) || !CANCELLED.equals(sql.getSQLState())) {
            return;
        }
        boolean canHaveMore = canBeLeft
                && limit.compareTo(LONGEST) < 0
                && asked.size() == 1
                && asked.get(0).severity() == Severity.ERROR;
        if (canHaveMore || !areAdded(asked)) {
            throw sql;
        }
    }

    private static CheckResult broken(Rule rule, long began, Exception e) throws SQLException {
        if (e instanceof SQLException sql) {
            requireConnection(sql);
        }
        String why =
                String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
        return result(rule, false, null, null, "not asked", null, "It can't be asked: " + why + ".", began);
    }

    private static void requireConnection(SQLException e) throws SQLException {
        String state = e.getSQLState() == null ? "08" : e.getSQLState();
        if (LOST.stream().anyMatch(state::startsWith)) {
            throw e;
        }
    }

    private static CheckResult result(
            Rule rule,
            boolean passed,
            @Nullable Long failures,
            @Nullable Long checked,
            String answer,
            @Nullable String sample,
            @Nullable String message,
            long began) {
        return new CheckResult(
                rule.id(),
                rule.table(),
                rule.name(),
                rule.kind().label(),
                rule.severity(),
                passed,
                failures,
                checked,
                answer,
                sample,
                message,
                Duration.ofNanos(System.nanoTime() - began));
    }
}
