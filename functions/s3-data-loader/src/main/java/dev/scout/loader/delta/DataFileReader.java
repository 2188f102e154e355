package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Borders;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.JsonValues;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.parquet.ParquetReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.roaringbitmap.RoaringBitmap;

/** Reads the data files of a version of a table, by the columns that the table has in it, without the rows that are deleted. */
final class DataFileReader {

    private final TableObjects objects;
    private final TableState state;
    private final TableColumns columns;
    private final DeletionVectors deletions;
    private final int maxRecordBytes;
    private final JsonValues values = new JsonValues();

    DataFileReader(TableObjects objects, TableState state, int maxRecordBytes) {
        this.objects = objects;
        this.state = state;
        this.columns = state.columns();
        this.deletions = new DeletionVectors(objects, state.version());
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * Hands over the records of a data file.
     *
     * @param before how many records of the version stand before its first row
     */
    LoadedFile read(DataFile file, long before, RecordSink sink) {
        RoaringBitmap deleted = deletions.rows(file.deletion());
        ParquetReader reader = reader(file);
        try (ObjectStream bytes = objects.open(find(file));
                Content content = Content.of(bytes)) {
            reader.read(content, Stretch.WHOLE, new LiveRows(sink, file.key(), before, deleted));
        } catch (ObjectGoneException e) {
            throw missing(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        values.addNonFinite(reader.nonFinite());
        return new LoadedFile(file, before, reader.rows(), deleted);
    }

    /**
     * Hands over the records that a stretch of the version has of a data file.
     *
     * @return whether the sink wants more
     */
    boolean read(CountedFile counted, Stretch stretch, RecordSink sink) {
        DataFile file = counted.file();
        LiveRows rows = new LiveRows(sink, counted);
        ParquetReader reader = reader(file);
        LandedObject object = find(file);
        if (!object.etag().equals(counted.etag())) {
            throw replaced(file);
        }
        try (InputStream bytes = objects.glance(object);
                Content content = Content.of(bytes, objects.ranges(object))) {
            reader.read(content, counted.within(stretch), rows);
        } catch (ObjectGoneException e) {
            throw missing(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        values.addNonFinite(reader.nonFinite());
        return !rows.isStopped();
    }

    /**
     * Finds out how many rows a data file has, which of them are deleted, and where it can be cut.
     *
     * @param before how many records of the version stand before its first row
     * @param from a place in the file behind which it can be cut
     */
    CountedFile count(int no, DataFile file, long before, Place from, Borders borders) {
        RoaringBitmap deleted = deletions.rows(file.deletion());
        LandedObject object = find(file);
        ParquetReader reader = reader(file);
        reader.survey(objects.ranges(object), from, borders);
        return new CountedFile(no, file, object.etag(), before, reader.rows(), deleted);
    }

    /** Adds what was found out about the table, and the records that were read. */
    void describe(ObjectNode description) {
        description.put("version", state.version());
        columns.describe().describe(description, values);
    }

    private ParquetReader reader(DataFile file) {
        return new ParquetReader(maxRecordBytes, columns.ofFile(file.partitionValues()));
    }

    private LandedObject find(DataFile file) {
        try {
            return objects.find(file.key());
        } catch (ObjectGoneException e) {
            throw missing(file, e);
        }
    }

    /** That other content was put in the place of a file since its rows were counted. */
    ScoutException replaced(DataFile file) {
        return TableObjects.missing(
                KernelFailure.what(objects, state.version()),
                uri(file) + " as it was when its rows were counted",
                null);
    }

    private ScoutException missing(DataFile file, ObjectGoneException cause) {
        return TableObjects.missing(KernelFailure.what(objects, state.version()), uri(file), cause);
    }

    private String uri(DataFile file) {
        return "s3://" + objects.bucket() + "/" + file.key();
    }
}
