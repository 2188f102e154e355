package dev.scout.loader.source;

import org.jspecify.annotations.Nullable;

/** Where the record that is being handed over stands in its reader's window. */
public final class Origin {

    private @Nullable ByteWindow window;
    private int from;
    private int to;

    public void set(ByteWindow itsWindow, int begin, int end) {
        window = itsWindow;
        from = begin;
        to = end;
    }

    public Refusal locate(Refusal refusal) {
        ByteWindow known = window;
        return known == null
                ? refusal
                : refusal.bytes(known.told(known.offsetOf(from)), to - from, known.bytes, from, to);
    }
}
