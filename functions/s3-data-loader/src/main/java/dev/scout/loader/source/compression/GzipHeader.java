package dev.scout.loader.source.compression;

import dev.scout.loader.source.compression.UnpackingStream.DamageException;
import java.io.IOException;

/** What stands before a gzip member. */
final class GzipHeader {

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int DEFLATE = 8;

    private GzipHeader() {}

    /**
     * Passes the header of the next member; behind another there can be padding before it.
     *
     * @return false at the end of the file
     */
    static boolean pass(UnpackingStream file, boolean firstMember) throws IOException, DamageException {
        int first = file.next();
        while (!firstMember && first == 0) {
            first = file.next();
        }
        if (first < 0) {
            return false;
        }
        if (first != 0x1F || file.need() != 0x8B || file.need() != DEFLATE) {
            throw file.followed();
        }
        int flags = file.need();
        file.pass(6);
        if ((flags & FLAG_EXTRA) != 0) {
            file.pass(file.need() | file.need() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            passText(file);
        }
        if ((flags & FLAG_COMMENT) != 0) {
            passText(file);
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            file.pass(2);
        }
        return true;
    }

    private static void passText(UnpackingStream file) throws IOException, DamageException {
        while (file.need() != 0) {
            // The name and the comment mean nothing here.
        }
    }
}
