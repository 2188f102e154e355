package dev.scout.loader.source.compression;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** How an object can be compressed. Told by its first bytes, whatever its name is. */
public enum Compression {
    GZIP,
    ZSTD,
    BZIP2;

    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final long BZIP2_BLOCK = 0x314159265359L;
    private static final long BZIP2_END = 0x177245385090L;

    /** How content is compressed that begins with these bytes; null where it is not. */
    public static @Nullable Compression of(byte[] first, int length) {
        if (length >= 3 && first[0] == 0x1F && first[1] == (byte) 0x8B && first[2] == 8) {
            return GZIP;
        }
        if (length >= 4) {
            int magic = (first[0] & 0xFF) | (first[1] & 0xFF) << 8 | (first[2] & 0xFF) << 16 | first[3] << 24;
            if (magic == ZSTD_MAGIC || (magic & ~0xF) == SKIPPABLE_MAGIC) {
                return ZSTD;
            }
        }
        return isBzip2(first, length) ? BZIP2 : null;
    }

    /** The magic of three letters could be text, so a block's has to follow, as far as the content goes. */
    private static boolean isBzip2(byte[] first, int length) {
        if (length < 4 || first[0] != 'B' || first[1] != 'Z' || first[2] != 'h' || first[3] < '1' || first[3] > '9') {
            return false;
        }
        int seen = Math.min(length, 10) - 4;
        long magic = 0;
        for (int i = 0; i < seen; i++) {
            magic = magic << 8 | (first[4 + i] & 0xFF);
        }
        int unseen = 8 * (6 - seen);
        return magic == BZIP2_BLOCK >>> unseen || magic == BZIP2_END >>> unseen;
    }

    /** The name for the ledger. */
    public String label() {
        return switch (this) {
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
            case BZIP2 -> "bzip2";
        };
    }

    /**
     * Unpacks so that one can go on elsewhere.
     *
     * @param point from which on {@code packed} is; null where that is its beginning
     */
    public UnpackingStream unpack(InputStream packed, @Nullable ResumePoint point) {
        return switch (this) {
            case GZIP -> new ResumableGunzipStream(packed, point);
            case ZSTD -> new ZstdStream(packed, point);
            case BZIP2 -> new Bzip2Stream(packed, point);
        };
    }

    public UnpackingStream unpack(InputStream packed) {
        return switch (this) {
            case GZIP -> new GunzipStream(packed);
            case ZSTD -> new ZstdStream(packed);
            case BZIP2 -> new Bzip2Stream(packed);
        };
    }
}
