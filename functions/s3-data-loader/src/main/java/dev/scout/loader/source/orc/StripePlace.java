package dev.scout.loader.source.orc;

import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;

/**
 * Where a stripe lies: its index, its data, its footer. Lengths in bytes.
 *
 * @param firstRow how many rows of the file stand before it
 * @param bytesBefore how many bytes the stripes before it have
 */
record StripePlace(
        long offset, long indexLength, long dataLength, long footerLength, long rows, long firstRow, long bytesBefore) {

    static StripePlace parse(Message message) throws CorruptOrcException {
        long[] fields = new long[6];
        for (int field = message.next(); field != 0; field = message.next()) {
            if (field < fields.length) {
                fields[field] = message.number();
            } else {
                message.skip();
            }
        }
        return new StripePlace(fields[1], fields[2], fields[3], fields[4], fields[5], 0, 0);
    }

    /** The same as the one that follows another in its file. */
    StripePlace behind(StripePlace other) {
        return new StripePlace(
                offset,
                indexLength,
                dataLength,
                footerLength,
                rows,
                other.endRow(),
                other.bytesBefore + other.indexLength + other.dataLength + other.footerLength);
    }

    long endRow() {
        return firstRow + rows;
    }

    /** The place before one of its rows. A place within it counts as few bytes as its beginning. */
    Place place(long row) {
        return new Place(firstRow + row, RecordSink.NO_LINE, bytesBefore);
    }

    long footerAt() {
        return offset + indexLength + dataLength;
    }

    /** Whether it can lie in a file of that size. */
    boolean fitsInto(long sizeBytes) {
        return offset >= 0
                && indexLength >= 0
                && dataLength >= 0
                && footerLength >= 0
                && rows >= 0
                && indexLength <= sizeBytes
                && dataLength <= sizeBytes
                && footerLength <= sizeBytes
                && offset <= sizeBytes
                && footerAt() + footerLength <= sizeBytes;
    }
}
