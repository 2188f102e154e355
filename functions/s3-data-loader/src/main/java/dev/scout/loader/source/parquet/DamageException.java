package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Refusal;
import org.jspecify.annotations.Nullable;

/** A file, or a part of it, can not be read. */
final class DamageException extends RuntimeException {

    /** Stands for "not known". */
    static final long UNKNOWN = -1;

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final @Nullable String column;
    private final long offset;
    private final long length;
    private final long nextRow;

    private DamageException(
            String rule,
            String reason,
            @Nullable Throwable cause,
            @Nullable String column,
            long offset,
            long length,
            long nextRow) {
        super(reason, cause);
        this.rule = rule;
        this.column = column;
        this.offset = offset;
        this.length = length;
        this.nextRow = nextRow;
    }

    /** @param reason a sentence without its full stop, or the end of one: "… can not be read: reason." */
    static DamageException of(String reason) {
        return new DamageException(Refusal.CORRUPT_FILE, reason, null, null, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    static DamageException of(Throwable cause) {
        return new DamageException(Refusal.CORRUPT_FILE, reason(cause), cause, null, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    static DamageException unsupported(String reason) {
        return new DamageException(Refusal.UNSUPPORTED_FORMAT, reason, null, null, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /**
     * The same of a page.
     *
     * @param pageOffset where in the file it stands
     * @param rowBehind the row, in the row group, behind its last one; {@link #UNKNOWN} where that can not be told
     */
    DamageException in(String columnName, long pageOffset, long pageLength, long rowBehind) {
        return column != null
                ? this
                : new DamageException(
                        rule, String.valueOf(getMessage()), this, columnName, pageOffset, pageLength, rowBehind);
    }

    /** Where in the row group reading can go on. */
    long nextRow() {
        return nextRow;
    }

    /** @param what could not be read, such as "The records 5 to 7" */
    Refusal refusal(String what) {
        String place = column == null ? "" : "the column \"" + column + "\", the page at byte " + offset + ": ";
        return new Refusal(
                null,
                null,
                offset < 0 ? null : offset,
                offset < 0 ? null : length,
                null,
                column,
                rule,
                what + " can not be read: " + place + getMessage() + ".");
    }

    private static String reason(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return "it needs more memory than the function has, or says so";
        }
        if (cause instanceof StackOverflowError) {
            return "it is nested too deeply";
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.replaceAll("[.\\s]+$", "");
    }
}
