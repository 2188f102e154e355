package dev.scout.loader.source.compression;

/** A Zstandard block is not as it should be. */
final class ZstdCorruption extends Exception {

    private static final long serialVersionUID = 1L;

    ZstdCorruption(String message) {
        super(message, null, false, false);
    }

    static void unless(boolean good, String message) throws ZstdCorruption {
        if (!good) {
            throw new ZstdCorruption(message);
        }
    }
}
