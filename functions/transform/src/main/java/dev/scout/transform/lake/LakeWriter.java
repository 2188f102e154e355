package dev.scout.transform.lake;

import dev.scout.ScoutException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;

/** The lake in a bucket. */
public final class LakeWriter implements Lake {

    private static final Logger LOG = Logger.getLogger(LakeWriter.class);

    /** Left for the partition that is begun last, and for the answer. */
    private static final Duration RESERVE = Duration.ofSeconds(20);

    private final LakeBucket bucket;
    private final Path directory;
    private final Clock clock;

    /** @param directory for the temporary file of one partition at a time */
    public LakeWriter(S3Client s3, String bucket, Path directory, Clock clock) {
        this.bucket = new LakeBucket(s3, bucket);
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public LakeReport write(String layer, UUID run, Connection reading, Connection writing, Instant deadline) {
        LakeExport export = new LakeExport(
                bucket,
                new PartitionReader(reading, directory),
                new LakeRegistry(writing),
                run,
                () -> clock.instant().plus(RESERVE).isAfter(deadline));
        try {
            begin(reading);
            writing.setAutoCommit(false);
            export.writeAll(reading, LakeTables.names(layer));
        } catch (ScoutException e) {
            LOG.warnf(e, "the lake's layer %s waits", layer);
            export.fail(String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            LOG.warnf(e, "the lake's layer %s waits", layer);
            export.fail(
                    "The database failed while the layer was written to the lake (SQLSTATE " + e.getSQLState() + ").");
        } catch (IOException e) {
            LOG.warnf(e, "the lake's layer %s waits", layer);
            export.fail("The temporary file of a partition could not be written in " + directory
                    + ": is the disk full? Give the function more ephemeral storage.");
        } catch (RuntimeException e) {
            LOG.errorf(e, "the lake's layer %s waits", layer);
            export.fail("The layer was not written to the lake for a reason that was not expected: " + e + ".");
        } finally {
            end(reading);
            end(writing);
        }
        return export.report();
    }

    /** All partitions of an export are those of one moment. */
    private static void begin(Connection reading) throws SQLException {
        reading.setAutoCommit(false);
        try (Statement statement = reading.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local jit = off");
            statement.execute("set local timezone = 'UTC'");
        }
    }

    private static void end(Connection connection) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.warn("a connection broke at the end of an export", e);
        }
    }
}
