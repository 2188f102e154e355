package dev.scout.local;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.core.Utils;

/** The explicit step that brings a database to the newest schema; no function ever does it at its start. */
public final class Migrations {

    /** The functions' roles, which the migrations create without LOGIN and without a password. */
    public static final List<String> ROLES =
            List.of("scout_loader", "scout_transform", "scout_publisher", "scout_proxy");

    private static final String SCHEMA = "scout";
    /** Held strongly: java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger FLYWAY_LOGGER = Logger.getLogger("org.flywaydb");

    private Migrations() {}

    /**
     * Applies the migrations that are missing. The connection's user must be allowed to create roles.
     *
     * @return how many were applied
     */
    public static int apply(String jdbcUrl, String user, String password) {
        FLYWAY_LOGGER.setLevel(Level.WARNING);
        try {
            MigrateResult result = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(jdbcUrl, user, password)
                    .locations("classpath:db/migration")
                    .schemas(SCHEMA)
                    .load()
                    .migrate();
            return result.migrationsExecuted;
        } catch (FlywayException e) {
            throw new LocalPlatformException("The database could not be migrated: " + firstLines(e), e);
        }
    }

    /** Lets the given roles log in, each with its password. */
    public static void allowLogin(String jdbcUrl, String user, String password, Map<String, String> passwordOfRole) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> role : passwordOfRole.entrySet()) {
                statement.execute(alterRole(role.getKey(), role.getValue()));
            }
        } catch (SQLException e) {
            throw new LocalPlatformException("The roles' passwords could not be set: " + e.getMessage(), e);
        }
    }

    private static String alterRole(String role, String password) throws SQLException {
        StringBuilder sql = new StringBuilder("alter role ");
        Utils.escapeIdentifier(sql, role);
        sql.append(" with login password '");
        Utils.escapeLiteral(sql, password, true);
        return sql.append('\'').toString();
    }

    /** Flyway's message names the file, the line and PostgreSQL's own words in several lines: made one. */
    private static String firstLines(FlywayException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("---"))
                .limit(8)
                .reduce((a, b) -> a + " · " + b)
                .orElse("no reason given");
    }
}
