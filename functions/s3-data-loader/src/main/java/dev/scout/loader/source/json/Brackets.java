package dev.scout.loader.source.json;

/**
 * The brackets that are open while JSON is scanned that may be malformed. A bracket that closes the wrong kind closes what was left open in
 * between as well, so that a mistake in one record does not reach into the next.
 */
final class Brackets {

    private static final int REMEMBERED = 1024;

    private final byte[] open = new byte[REMEMBERED];
    private int depth;

    void clear() {
        depth = 0;
    }

    int depth() {
        return depth;
    }

    void open(byte bracket) {
        if (depth < REMEMBERED) {
            open[depth] = bracket;
        }
        depth++;
    }

    void close(byte bracket) {
        if (depth == 0) {
            return;
        }
        depth--;
        if (depth >= REMEMBERED) {
            return;
        }
        byte wanted = (byte) (bracket == '}' ? '{' : '[');
        int at = depth;
        while (at >= 0 && open[at] != wanted) {
            at--;
        }
        if (at >= 0) {
            depth = at;
        }
    }
}
