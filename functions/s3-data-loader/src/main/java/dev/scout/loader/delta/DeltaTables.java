package dev.scout.loader.delta;

import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The Delta tables in the lake. */
public final class DeltaTables {

    private static final int MOST_DIRECTORIES_UP = 8;
    private static final int MOST_REMEMBERED = 10_000;
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();

    private static final String TABLE_OF = """
            select root from scout.delta_tables where bucket = ? and starts_with(?, case when root = '' then '' else root || '/' end) limit 1""";

    private final DataSource dataSource;
    private final ObjectStore objects;
    private final int maxRecordBytes;
    private final Map<String, Seen> directories = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    public DeltaTables(DataSource dataSource, ObjectStore objects, int maxRecordBytes) {
        this.dataSource = dataSource;
        this.objects = objects;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Notes, in a transaction of its own, that there is such a table: from then on its data files are not loaded by themselves. */
    public void register(String bucket, LogKey log) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            TableLedger.register(connection, bucket, log.root());
        }
    }

    /** Begins to bring bronze to a version of a table that is registered. */
    public TableStep begin(Connection connection, LandedObject object, LogKey log) throws SQLException {
        return TableStep.begin(connection, objects, object, log, maxRecordBytes);
    }

    /** Whether bronze holds the version or a later one, as far as can be seen without waiting for anybody. */
    public boolean isCovered(Connection connection, LandedObject object, LogKey log) throws SQLException {
        return TableStep.look(connection, objects, object, log, maxRecordBytes).isCovered();
    }

    /** A version that is being loaded in parts; null where it is not (any more). */
    public @Nullable TableSplit split(Connection connection, LandedObject object, LogKey log, long splitId)
            throws SQLException {
        TableState state = new TableSplits(connection).find(splitId);
        return state == null
                ? null
                : new TableSplit(
                        splitId, new TableObjects(objects, object.bucket(), log.root()), state, maxRecordBytes);
    }

    /** Why the object is not loaded by itself, being a data file of a table that is registered; null where it is none. */
    public static @Nullable String reasonNotToLoad(Connection connection, LandedObject object) throws SQLException {
        if (!canBeDataFile(object)) {
            return null;
        }
        try (PreparedStatement query = connection.prepareStatement(TABLE_OF)) {
            query.setString(1, object.bucket());
            query.setString(2, object.key());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? dataFileReason("s3://" + object.bucket() + "/" + row.getString(1)) : null;
            }
        }
    }

    /**
     * Why the object is not loaded by itself, being under a table's root as it lies in S3; null where it is not.
     *
     * @param isClaimed whether a pipeline loads the table of this root
     */
    public @Nullable String reasonNotToLoad(LandedObject object, Predicate<String> isClaimed) {
        if (!canBeDataFile(object)) {
            return null;
        }
        String directory = object.key();
        for (int i = 0; i < MOST_DIRECTORIES_UP && directory.lastIndexOf('/') > 0; i++) {
            directory = directory.substring(0, directory.lastIndexOf('/'));
            if (isClaimed.test(directory) && hasLog(object.bucket(), directory)) {
                return dataFileReason("s3://" + object.bucket() + "/" + directory);
            }
        }
        return null;
    }

    static String dataFileReason(String table) {
        return "It is a data file of the Delta table " + table + ": the table's commits load it.";
    }

    private static boolean canBeDataFile(LandedObject object) {
        return object.key().toLowerCase(Locale.ROOT).endsWith(".parquet") && LogKey.of(object.key()) == null;
    }

    private boolean hasLog(String bucket, String directory) {
        long now = System.nanoTime();
        synchronized (directories) {
            Seen seen = directories.get(bucket + "/" + directory);
            if (seen != null && now - seen.nanoTime() < REMEMBERED_NANOS) {
                return seen.hasLog();
            }
        }
        boolean found =
                !objects.list(bucket, directory + "/" + LogKey.DIRECTORY, null).isEmpty();
        synchronized (directories) {
            directories.put(bucket + "/" + directory, new Seen(found, now));
        }
        return found;
    }

    private record Seen(boolean hasLog, long nanoTime) {}
}
