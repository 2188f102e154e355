package dev.scout.loader.external;

import dev.scout.ScoutException;
import java.sql.SQLException;

/** Turns what PostgreSQL refuses into what the function answers. */
final class LedgerFailure {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String PROGRAMMING = "42";
    private static final String DATA = "22";

    private LedgerFailure() {}

    /**
     * @param what a sentence's beginning: what could not be done
     */
    static ScoutException of(String what, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            return new ScoutException(
                    "DATABASE_REFUSED", false, what + ": the database role lacks a right; run ./scout migrate.", e);
        }
        boolean refused = state.startsWith(PROGRAMMING) || state.startsWith(DATA);
        return new ScoutException(
                refused ? "DATABASE_REFUSED" : "DATABASE_UNAVAILABLE",
                !refused,
                what
                        + (refused
                                ? ": the database refused it (SQLSTATE " + state + ")."
                                : ": the database is not available."),
                e);
    }
}
