package dev.scout.loader.source.parquet;

import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of the schema and where reading is in it: at one value, or at a place where there is none, with its levels. The next one is not
 * looked for before it is needed, so that damage behind a record does not cost that record.
 */
final class Column {

    private final ColumnDescriptor descriptor;
    private final int leaf;
    private final PrimitiveConverter converter;
    private @Nullable ColumnPages pages;
    private @Nullable ColumnReaderImpl reader;
    private long left;
    private boolean passed;

    /**
     * @param leaf which of the schema's leaves it is
     * @param converter takes the values
     */
    Column(ColumnDescriptor descriptor, int leaf, PrimitiveConverter converter) {
        this.descriptor = descriptor;
        this.leaf = leaf;
        this.converter = converter;
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    int leaf() {
        return leaf;
    }

    /**
     * Begins a row group.
     *
     * @param row of the row group at which to begin
     */
    void open(ColumnPages chunk, long row, @Nullable ParsedVersion writer) {
        close();
        pages = chunk;
        try {
            chunk.open();
            long behind = chunk.passTo(row);
            left = chunk.getTotalValueCount();
            passed = false;
            reader = left == 0 ? null : new ColumnReaderImpl(descriptor, chunk, converter, writer);
            passRows(row - behind);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw damage(e);
        }
    }

    void close() {
        if (pages != null) {
            pages.close();
        }
        pages = null;
        reader = null;
    }

    /** The definition level of the current place. */
    int definition() {
        return current().getCurrentDefinitionLevel();
    }

    /** The repetition level of the current place; 0, as at a record's beginning, behind the last. */
    int repetition() {
        return isAtEnd() || isAtRowsBorder() ? 0 : current().getCurrentRepetitionLevel();
    }

    boolean isAtEnd() {
        return left == (passed ? 1 : 0);
    }

    /** Gives the current value to the converter, and passes. */
    void write() {
        ColumnReaderImpl at = current();
        try {
            at.writeCurrentValueToConverter();
        } catch (RuntimeException | OutOfMemoryError e) {
            throw damage(e);
        }
        passed = true;
    }

    /** Passes over the current place. */
    void pass() {
        ColumnReaderImpl at = current();
        try {
            if (at.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel()) {
                at.skip();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            throw damage(e);
        }
        passed = true;
    }

    /** What is wrong, with the place. */
    RuntimeException damage(Throwable cause) {
        SourceFailure failure = SourceFailure.behind(cause);
        if (failure != null) {
            return failure;
        }
        return pages == null ? DamageException.of(cause) : pages.damage(cause);
    }

    /** Whether another record begins because another page does; that shows without the page's content, so damage there costs no record before it. */
    private boolean isAtRowsBorder() {
        try {
            return passed && pages != null && pages.isUsedUpTo(left - 1) && pages.nextBeginsRecord();
        } catch (RuntimeException e) {
            throw damage(e);
        }
    }

    private void passRows(long rows) {
        long begun = 0;
        while (!isAtEnd()) {
            begun += repetition() == 0 ? 1 : 0;
            if (begun > rows) {
                return;
            }
            pass();
        }
    }

    private ColumnReaderImpl current() {
        ColumnReaderImpl at = reader;
        if (at == null || isAtEnd()) {
            throw damage(DamageException.of("the column has fewer values than its row group has rows"));
        }
        if (passed) {
            try {
                at.consume();
            } catch (RuntimeException | OutOfMemoryError e) {
                throw damage(e);
            }
            passed = false;
            left--;
        }
        return at;
    }
}
