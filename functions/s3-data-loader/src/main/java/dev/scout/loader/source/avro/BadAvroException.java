package dev.scout.loader.source.avro;

import dev.scout.loader.source.Refusal;

/** A file, a block or a record is not what it should be. */
final class BadAvroException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String rule;

    /** @param reason the end of a sentence, without its full stop */
    BadAvroException(String reason) {
        this(Refusal.CORRUPT_FILE, reason);
    }

    BadAvroException(String rule, String reason) {
        super(reason);
        this.rule = rule;
    }

    static BadAvroException truncated(String reason) {
        return new BadAvroException(Refusal.TRUNCATED, reason);
    }

    /** Anything that reading a damaged block can end in. */
    static BadAvroException of(Throwable cause) {
        if (cause instanceof BadAvroException known) {
            return known;
        }
        if (cause instanceof StackOverflowError) {
            return new BadAvroException("it is nested too deeply");
        }
        if (cause instanceof OutOfMemoryError) {
            return new BadAvroException("it needs more memory than the function has, or says so");
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new BadAvroException(message.replaceAll("[.\\s]+$", ""));
    }

    String rule() {
        return rule;
    }
}
