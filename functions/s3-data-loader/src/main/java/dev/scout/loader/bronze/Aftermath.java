package dev.scout.loader.bronze;

import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What is left to do under a pipeline that keeps one content a key, once the file that an event told of is settled. */
final class Aftermath {

    private final DataSource dataSource;

    Aftermath(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Has the policy hold for a file that was settled before, since the policy may be newer, and finds what waits for what this key did.
     *
     * @return files to be loaded now: they had been left out because of a content that is not in bronze any more
     */
    List<LandedObject> of(LandedObject object, Pipeline pipeline, LoadOutcome outcome, Deadline deadline) {
        if (!pipeline.policy().onOverwrite().keepsOne()) {
            return List.of();
        }
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, deadline, () -> {
                if (outcome.already()) {
                    Precedence.ofKey(connection, pipeline, object).enforce();
                }
                return new SameContent(connection).reopenedBy(object);
            });
        } catch (SQLException e) {
            throw DatabaseFailure.of("What the overwriting of " + object.uri() + " leads to could not be done", e);
        }
    }
}
