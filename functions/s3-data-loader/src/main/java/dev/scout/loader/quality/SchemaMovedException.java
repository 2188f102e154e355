package dev.scout.loader.quality;

/** Tells that a pipeline came to know other columns while a file was read by those from before: the file is to be read again. */
public final class SchemaMovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Standards standards;

    SchemaMovedException(Standards standards) {
        super("The pipeline's columns have changed while a file was read");
        this.standards = standards;
    }

    /** What is asked of the file now. */
    public Standards standards() {
        return standards;
    }
}
