package dev.scout.loader.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.LocalDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TransactionsIT {

    private static LocalDatabase database;

    @BeforeAll
    static void start() {
        database = LocalDatabase.start(null, 0, false);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void theServerEndsWhatIsAbandoned() throws Exception {
        try (Connection connection = database.connect("scout_loader")) {
            Transactions.run(connection, Duration.ofSeconds(7), () -> {
                assertThat(setting(connection, "lock_timeout")).isEqualTo("7s");
                assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                        .isEqualTo("5min");
                assertThat(setting(connection, "tcp_keepalives_idle")).isEqualTo("30");
                assertThat(setting(connection, "tcp_keepalives_interval")).isEqualTo("10");
                assertThat(setting(connection, "tcp_keepalives_count")).isEqualTo("3");
                return true;
            });
        }
    }

    @Test
    void leavesNoLimitsBehind() throws Exception {
        try (Connection connection = database.connect("scout_loader")) {
            Transactions.run(connection, Duration.ofSeconds(7), () -> true);

            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(setting(connection, "lock_timeout")).isEqualTo("0");
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("0");
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
