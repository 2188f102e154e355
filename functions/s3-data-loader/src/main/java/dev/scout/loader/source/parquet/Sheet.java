package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import org.jspecify.annotations.Nullable;

/** The record that is being written, and what is wrong with it. What goes beyond the limit is left out. */
final class Sheet {

    private final JsonText text = new JsonText();
    private final JsonValues values = new JsonValues();
    private final int mostBytes;
    private boolean over;
    private @Nullable String badColumn;

    Sheet(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    int mostBytes() {
        return mostBytes;
    }

    JsonText text() {
        return text;
    }

    JsonValues values() {
        return values;
    }

    void begin() {
        text.clear();
        over = false;
        badColumn = null;
    }

    /** Notes that a column's text is no UTF-8. */
    void bad(String column) {
        badColumn = column;
    }

    @Nullable
    String badColumn() {
        return badColumn;
    }

    /** Whether there is room for so many bytes more; if not, the record is too large. */
    boolean fits(long bytes) {
        over = over || text.length() + bytes > mostBytes;
        return !over;
    }

    /** Whether the record is too large. Then its text is cut. */
    boolean isOver() {
        if (!fits(0)) {
            text.cut(mostBytes);
        }
        return over;
    }
}
