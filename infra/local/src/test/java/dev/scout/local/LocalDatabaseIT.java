package dev.scout.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalDatabaseIT {

    @Test
    void rolesLogInWithTheirOwnRights() throws SQLException {
        try (LocalDatabase database = LocalDatabase.start(null, 0, false)) {
            for (String role : Migrations.ROLES) {
                try (Connection connection = database.connect(role)) {
                    assertThat(value(connection, "select current_user")).isEqualTo(role);
                    assertThatThrownBy(() -> value(connection, "drop table scout.ingest_files"))
                            .isInstanceOf(SQLException.class);
                }
            }
        }
    }

    @Test
    void keepsWhatWasCommittedOverARestartAndOverTwoStarts(@TempDir Path directory) throws SQLException {
        try (LocalDatabase database = LocalDatabase.start(directory, 0, true)) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                assertThat(value(connection, "show fsync")).isEqualTo("on");
                assertThat(value(connection, "show synchronous_commit")).isEqualTo("on");
                statement.execute("create table kept as select 7 as n");
            }
            database.restart();
            try (Connection connection = database.connect()) {
                assertThat(value(connection, "select n from kept")).isEqualTo("7");
            }
        }
        try (LocalDatabase database = LocalDatabase.start(directory, 0, true);
                Connection connection = database.connect()) {
            assertThat(value(connection, "select n from kept")).isEqualTo("7");
        }
    }

    @Test
    void busyPortIsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Ports.loopback(0));
            assertThatThrownBy(() -> LocalDatabase.start(null, taken.getLocalPort(), false))
                    .isInstanceOf(LocalPlatformException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("is in use");
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
