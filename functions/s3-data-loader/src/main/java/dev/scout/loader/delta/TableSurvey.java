package dev.scout.loader.delta;

import dev.scout.loader.delta.TableSplits.NumberedFile;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Counts the rows of the data files that a version brings, and finds where it is cut into parts. */
final class TableSurvey {

    private static final int FILES_AT_ONCE = 500;

    /** However small they are: each costs a request or two. */
    private static final int MOST_FILES_IN_A_PART = 500;

    private final DataSource dataSource;
    private final TableSplit split;
    private final DataFileReader reader;
    private final long partBytes;
    private final Consumer<Place> cut;
    private Place begin;
    private Place reached;
    private long bytes;
    private int files;

    TableSurvey(DataSource dataSource, TableSplit split, Place from, long partBytes, Consumer<Place> cut) {
        this.dataSource = dataSource;
        this.split = split;
        this.reader = split.reader();
        this.begin = from;
        this.reached = from;
        this.partBytes = partBytes;
        this.cut = cut;
    }

    /** Goes on until the end, or until the time is up; whether the end was reached. */
    boolean run(Deadline deadline) throws SQLException {
        for (List<NumberedFile> page = next(reached.at()); !page.isEmpty(); page = next(reached.at())) {
            for (NumberedFile file : page) {
                boolean hasPart = begin.at() < file.no();
                boolean isUp = hasPart && deadline.isNear();
                if (isUp || (hasPart && (bytes >= partBytes || files >= MOST_FILES_IN_A_PART))) {
                    cutAt(reached);
                }
                if (isUp) {
                    return false;
                }
                count(file);
            }
        }
        return true;
    }

    private List<NumberedFile> next(long no) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return new TableSplits(connection).filesFrom(split.splitId(), no, FILES_AT_ONCE);
        }
    }

    private void count(NumberedFile file) throws SQLException {
        CountedFile known = file.counted();
        long before = known == null ? reached.records() : known.firstRow();
        List<Place> borders = new ArrayList<>();
        CountedFile counted = reader.count(
                file.no(),
                file.file(),
                before,
                new Place(reached.records() - before, RecordSink.NO_LINE, 0),
                borders::add);
        note(counted);
        cutWithin(counted, borders);
        reached = counted.end();
        files++;
    }

    private void note(CountedFile file) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!new TableSplits(connection).noteCounted(split.splitId(), file)) {
                throw reader.replaced(file.file());
            }
        }
    }

    private void cutWithin(CountedFile file, List<Place> borders) {
        long size = file.file().sizeBytes();
        long passed =
                file.rows() == 0 ? 0 : (long) ((double) size * (reached.records() - file.firstRow()) / file.rows());
        for (Place border : borders) {
            if (border.records() < file.rows() && bytes + border.at() - passed >= partBytes) {
                cutAt(new Place(file.firstRow() + border.records(), RecordSink.NO_LINE, file.no()));
                passed = border.at();
            }
        }
        bytes += Math.max(0, size - passed);
    }

    private void cutAt(Place place) {
        cut.accept(place);
        begin = place;
        bytes = 0;
        files = 0;
    }
}
