package dev.scout.loader.source.avro;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * Some records of a file, compressed together.
 *
 * @param offset where in the file it begins
 * @param length how many bytes it has, with what stands around its data
 * @param count how many records it has
 * @param isTorn whether the file ends within it
 */
record AvroBlock(long offset, long length, long count, Data data, boolean isTorn) {

    /** The block's data, as they stand in the file. */
    sealed interface Data permits InMemory, InFile {

        int length();

        InputStream stream();
    }

    /** What can be looked at as a whole; good until the next block is looked for. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record InMemory(byte[] bytes, int from, int length) implements Data {

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(bytes, from, length);
        }
    }

    /** What is too large for that, and can be read once. */
    record InFile(InputStream stream, int length) implements Data {}
}
