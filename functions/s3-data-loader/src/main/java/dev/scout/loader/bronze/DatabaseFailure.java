package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Turns what PostgreSQL refuses into what the function answers. */
public final class DatabaseFailure {

    private static final String CONNECTION = "08";
    private static final String TRANSACTION_ROLLBACK = "40";
    private static final String RESOURCES = "53";
    private static final String OPERATOR = "57";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String IDLE_FOR_TOO_LONG = "25P03";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private DatabaseFailure() {}

    /**
     * @param what a sentence's beginning: what could not be done
     */
    public static ScoutException of(String what, SQLException e) {
        String state = e.getSQLState();
        if (LOCK_NOT_AVAILABLE.equals(state)) {
            return new ScoutException("LOAD_UNDER_WAY", true, what + ": another invocation is loading it.", e);
        }
        if (INSUFFICIENT_PRIVILEGE.equals(state)) {
            return new ScoutException(
                    "DATABASE_REFUSED", false, what + ": the database role lacks a right; run ./scout migrate.", e);
        }
        boolean passing = isPassing(state);
        return new ScoutException(
                passing ? "DATABASE_UNAVAILABLE" : "DATABASE_REFUSED",
                passing,
                what
                        + (passing
                                ? ": the database is not available."
                                : ": the database refused it (SQLSTATE " + state + ")."),
                e);
    }

    private static boolean isPassing(@Nullable String state) {
        return state == null
                || state.startsWith(CONNECTION)
                || state.startsWith(TRANSACTION_ROLLBACK)
                || state.startsWith(RESOURCES)
                || state.startsWith(OPERATOR)
                || state.equals(IDLE_FOR_TOO_LONG);
    }
}
