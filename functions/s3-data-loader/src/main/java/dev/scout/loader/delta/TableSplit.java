package dev.scout.loader.delta;

import dev.scout.loader.event.Deadline;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.Stretch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A version of a table that is loaded in parts: runs of its data files, or stretches of a large one. What is live in it was written down
 * when it was split; the records are numbered over all files that are read, in their order, once the rows of each have been counted.
 */
public final class TableSplit {

    private final long splitId;
    private final TableObjects objects;
    private final TableState state;
    private final int maxRecordBytes;

    TableSplit(long splitId, TableObjects objects, TableState state, int maxRecordBytes) {
        this.splitId = splitId;
        this.objects = objects;
        this.state = state;
        this.maxRecordBytes = maxRecordBytes;
    }

    long splitId() {
        return splitId;
    }

    TableState state() {
        return state;
    }

    /** What reads a part of it, out of the data files. */
    public RecordReader part(Connection connection, Stretch stretch) throws SQLException {
        return new TablePart(reader(), new TableSplits(connection).filesOf(splitId, stretch));
    }

    /**
     * Goes on to count the rows of the data files, and finds the places at which to cut, until the end or until the time is up.
     *
     * @param from up to where that has been done
     * @param partBytes how large a part should be
     * @param cut takes each place, once the files before it have been counted
     * @return whether the end was reached: behind the last part there is no cut
     * @throws UnreadableTableException where a deletion vector can not be read
     */
    public boolean survey(DataSource dataSource, Place from, long partBytes, Deadline deadline, Consumer<Place> cut)
            throws SQLException {
        return new TableSurvey(dataSource, this, from, partBytes, cut).run(deadline);
    }

    DataFileReader reader() {
        return new DataFileReader(objects, state, maxRecordBytes);
    }
}
