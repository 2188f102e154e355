package dev.scout.loader.bronze;

import dev.scout.StorableText;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an object is given up on, so that one which fails, or kills the function, again and again is not tried for ever. The ledger
 * then has {@code parked_at} and the reason; fresh attempts begin once a person asks for it, or its content lands anew.
 */
public final class Parking {

    /** How many times as many attempts there are where failures were not the file's. */
    private static final int PATIENCE = 5;

    private static final String PARK = """
            update scout.ingest_files
            set parked_at = now(), attempts = greatest(attempts - ?, 1),
              error = ? || coalesce(' ' || nullif(error, ''), ' No attempt could say why: the function was ended in each (out of memory, out of time, or killed).')
            where file_id = ? and status = 'loading'
            returning file_id, bucket, key, error""";

    private static final String PARK_UNREAD = """
            insert into scout.ingest_files as f
              (bucket, key, etag, version_id, sequencer, last_modified, size_bytes, attempts, parked_at, error)
            values (?, ?, ?, ?, ?, ?, ?, 0, now(), ?)
            on conflict (bucket, key, etag) do update set parked_at = excluded.parked_at, error = excluded.error
            where f.status = 'loading'
            returning file_id""";

    private static final String BEGUN_BEFORE = """
            select f.bucket || '/' || f.key as object
            from scout.ingest_files as f
            join (select distinct * from unnest(?::text[], ?::text[]) as o (bucket, key)) as o on o.bucket = f.bucket and o.key = f.key
            where f.status = 'loading' and f.attempts > 0""";

    private final DataSource dataSource;
    private final int maxAttempts;

    /**
     * @param maxAttempts how often a loading is begun, without coming to an end, before it is given up
     */
    public Parking(DataSource dataSource, int maxAttempts) {
        this.dataSource = dataSource;
        this.maxAttempts = maxAttempts;
    }

    public int maxAttempts() {
        return maxAttempts;
    }

    /** Whether there have been enough attempts before this one; those that failed for reasons that pass count for less. */
    boolean isDue(Ledger.Attempt attempt) {
        return attempt.number() - attempt.passingFailures() > maxAttempts || attempt.number() > PATIENCE * maxAttempts;
    }

    /**
     * Parks the file instead of the attempt that has just been begun.
     *
     * @throws Parked always, unless the file has been settled meanwhile
     */
    void insteadOf(Ledger.Attempt attempt) {
        park(attempt.fileId(), 1, "Given up after " + (attempt.number() - 1) + " attempts.");
    }

    /**
     * Parks a file that is being loaded in parts, because one of them was begun too often.
     *
     * @param why a sentence that says which, and how often
     * @throws Parked always, unless the file has been settled meanwhile
     */
    public void park(long fileId, String why) {
        park(fileId, 0, why);
    }

    private void park(long fileId, int attemptsNotMade, String why) {
        Optional<Parked> parked;
        try (Connection connection = dataSource.getConnection()) {
            parked = Transactions.run(
                    connection, Deadline.LONGEST_WAIT, () -> park(connection, fileId, attemptsNotMade, why));
        } catch (SQLException e) {
            throw DatabaseFailure.of("File " + fileId + " of the ledger could not be parked", e);
        }
        if (parked.isPresent()) {
            throw parked.get();
        }
    }

    private static Optional<Parked> park(Connection connection, long fileId, int attemptsNotMade, String why)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PARK)) {
            update.setInt(1, attemptsNotMade);
            update.setString(2, StorableText.text(why));
            update.setLong(3, fileId);
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Parked(
                                row.getString("bucket"), row.getString("key"), fileId, row.getString("error")))
                        : Optional.empty();
            }
        }
    }

    /**
     * Notes that an object was given up on before its loading could even begin.
     *
     * @return what to say of it
     */
    public Parked unread(LandedObject object, String why) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(PARK_UNREAD)) {
            int at = Ledger.bindObject(insert, object);
            insert.setString(at, StorableText.text(why));
            try (ResultSet row = insert.executeQuery()) {
                if (row.next()) {
                    return new Parked(object.bucket(), object.key(), row.getLong("file_id"), why);
                }
            }
            Ledger.noteSeen(connection, object);
            return new Parked(object.bucket(), object.key(), null, why);
        } catch (SQLException e) {
            throw DatabaseFailure.of("The ledger's row of " + object.uri() + " could not be written", e);
        }
    }

    /** That a message of an object is here again which is parked, and nobody asked for it. */
    static Parked still(LandedObject object, LoadOutcome outcome) {
        @Nullable String error = outcome.message();
        return new Parked(object.bucket(), object.key(), null, error == null ? "It is parked." : error);
    }

    /** Of these objects those whose loading was begun and has not ended: one of them may be what ends the function. As bucket/key. */
    public Set<String> begunBefore(List<String> buckets, List<String> keys) {
        Set<String> begun = new HashSet<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(BEGUN_BEFORE)) {
            query.setArray(1, connection.createArrayOf("text", new ArrayList<>(buckets).toArray()));
            query.setArray(2, connection.createArrayOf("text", new ArrayList<>(keys).toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    begun.add(row.getString("object"));
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("The ledger could not be asked which loads were begun before", e);
        }
        return begun;
    }
}
