package dev.scout.loader.bronze;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The monthly partitions of the bronze tables, made ahead of need: asked for once a day by each process. */
final class Partitions {

    private final DataSource dataSource;
    private volatile @Nullable LocalDate ensuredOn;

    Partitions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void ensure() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        if (today.equals(ensuredOn)) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select scout.ensure_bronze_partitions()");
        } catch (SQLException e) {
            throw DatabaseFailure.of("The partitions of the bronze tables could not be made", e);
        }
        ensuredOn = today;
    }
}
