package dev.scout.loader.bronze;

import dev.scout.loader.event.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Files that are settled, taken up again one at a time to bring in records that were refused. */
public final class SettledFiles {

    private final DataSource dataSource;

    public SettledFiles(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Does something with a file while nobody else does, all of it or nothing.
     *
     * @return what the work returns; nothing where there is no such file
     */
    public <T> Optional<T> with(long fileId, Deadline deadline, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, deadline, () -> {
                SettledFile file = SettledFile.lock(connection, fileId);
                return file == null ? Optional.empty() : Optional.of(work.of(connection, file));
            });
        } catch (SQLException e) {
            throw DatabaseFailure.of("The refused records of file " + fileId + " could not be replayed", e);
        }
    }

    /** What is done with a file. */
    @FunctionalInterface
    public interface Work<T> {
        T of(Connection connection, SettledFile file) throws SQLException;
    }
}
