package dev.scout.loader.delta;

import dev.scout.loader.source.Refusal;

/** A version of a table that can not be read, now or later; says why in a sentence. */
public final class UnreadableTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String rule;

    private UnreadableTableException(String rule, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    /** It may be whole, but uses what can not be read here. */
    static UnreadableTableException unsupported(String message, Throwable cause) {
        return new UnreadableTableException(Refusal.UNSUPPORTED_FORMAT, message, cause);
    }

    static UnreadableTableException corrupt(String message, Throwable cause) {
        return new UnreadableTableException(Refusal.CORRUPT_FILE, message, cause);
    }

    /** What is refused. */
    public Refusal refusal() {
        return Refusal.of(rule, String.valueOf(getMessage()));
    }
}
