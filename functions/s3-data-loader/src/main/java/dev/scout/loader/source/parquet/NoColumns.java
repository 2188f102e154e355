package dev.scout.loader.source.parquet;

import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Stretch;
import java.nio.charset.StandardCharsets;

/** A file without columns: its rows are only counted, and each is an empty record. */
final class NoColumns {

    private static final byte[] RECORD = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final long MOST_ROWS = 10_000_000;

    private NoColumns() {}

    static void read(Footer footer, Stretch stretch, RecordSink sink) {
        long rows = footer.rows();
        if (rows > MOST_ROWS) {
            throw DamageException.of("it states " + rows + " rows and has no columns");
        }
        long end = stretch.to() == null ? rows : Math.min(rows, stretch.to().records());
        for (long row = stretch.from().records(); row < end; row++) {
            sink.accept(row + 1, RecordSink.NO_LINE, RECORD, 0, RECORD.length);
        }
    }
}
