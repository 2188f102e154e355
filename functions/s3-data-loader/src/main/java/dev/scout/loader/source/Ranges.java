package dev.scout.loader.source;

import java.io.IOException;
import java.io.InputStream;

/** Any bytes of an object, not only the next ones. */
public interface Ranges {

    long sizeBytes();

    /**
     * Reads at a position, fewer bytes than asked for only where the object ends.
     *
     * @return how many; 0 at or behind the end
     */
    int read(long position, byte[] target, int offset, int length) throws IOException;

    /** The bytes from a position to the end. */
    InputStream from(long position) throws IOException;
}
