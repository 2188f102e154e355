package dev.scout.loader.external;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A storage that files are copied from. What fails comes as a {@link dev.scout.ScoutException}. */
interface ExternalSource extends AutoCloseable {

    /**
     * The next of its objects.
     *
     * @param cursor of the page before; null for the first page
     * @throws BadCursorException where the storage does not know the cursor (any more)
     */
    Page list(@Nullable String cursor) throws BadCursorException;

    /**
     * Opens an object. What is read is exactly the content that was listed, or this fails.
     *
     * @param from the first byte that is wanted, from 0
     */
    Opened open(SourceObject object, long from);

    @Override
    void close();

    /**
     * Some objects.
     *
     * @param next cursor of the page behind it; null where this is the last one
     */
    record Page(List<SourceObject> objects, @Nullable String next) {}

    /**
     * An object's bytes.
     *
     * @param md5 MD5 of the whole object, hexadecimal, where the storage tells it
     * @param version where the storage keeps versions
     * @param abort gives up the connection without reading what is left
     */
    record Opened(
            InputStream bytes,
            @Nullable String md5,
            @Nullable String version,
            Runnable abort) {}

    /** A cursor that the storage does not take: listing begins anew. */
    final class BadCursorException extends Exception {

        private static final long serialVersionUID = 1L;

        BadCursorException() {
            super("The storage does not know this cursor (any more)");
        }
    }
}
