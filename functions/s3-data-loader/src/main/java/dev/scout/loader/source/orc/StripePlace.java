package dev.scout.loader.source.orc;

/** Where a stripe lies: its index, its data, its footer. Lengths in bytes. */
record StripePlace(long offset, long indexLength, long dataLength, long footerLength, long rows) {

    static StripePlace parse(Message message) throws CorruptOrcException {
        long[] fields = new long[6];
        for (int field = message.next(); field != 0; field = message.next()) {
            if (field < fields.length) {
                fields[field] = message.number();
            } else {
                message.skip();
            }
        }
        return new StripePlace(fields[1], fields[2], fields[3], fields[4], fields[5]);
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
