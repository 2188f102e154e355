package dev.scout.publisher.export;

import dev.scout.ScoutException;
import java.sql.SQLException;

/** Turns what PostgreSQL says into what a person can act on. */
public final class DatabaseErrors {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String INVALID_CATALOG_NAME = "3D000";
    private static final String AUTHORIZATION_CLASS = "28";

    private DatabaseErrors() {}

    /** @param what what was being done, after "could not" */
    public static ScoutException translate(String what, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String prefix = "The publisher could not " + what + ": ";
        if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            return new ScoutException(
                    "DATABASE_FORBIDDEN",
                    false,
                    prefix + "its database role may not read that. Grant select to scout_publisher.",
                    e);
        }
        if (state.equals(UNDEFINED_TABLE)) {
            return new ScoutException("SCHEMA_MISSING", false, prefix + "a table is missing. Apply the migrations.", e);
        }
        if (state.startsWith(AUTHORIZATION_CLASS) || state.equals(INVALID_CATALOG_NAME)) {
            return new ScoutException(
                    "DATABASE_REFUSED",
                    false,
                    prefix + "the database refuses the login. Check SCOUT_DB_URL, SCOUT_DB_USER and SCOUT_DB_PASSWORD.",
                    e);
        }
        return new ScoutException(
                "DATABASE_UNAVAILABLE",
                true,
                prefix + "the database did not answer as it should (SQLSTATE "
                        + (state.isEmpty() ? "none" : state)
                        + "). The previous datasets stay in force; publish again.",
                e);
    }
}
