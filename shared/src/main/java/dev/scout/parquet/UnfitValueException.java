package dev.scout.parquet;

/** A value that its column's Parquet type can't hold. */
public final class UnfitValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ParquetColumn column;
    private final String value;

    UnfitValueException(ParquetColumn column, String value, RuntimeException cause) {
        super("Column " + column.name() + " can't hold " + value + ": " + cause.getMessage(), cause);
        this.column = column;
        this.value = value;
    }

    public ParquetColumn column() {
        return column;
    }

    /** As text, as it was given. */
    public String value() {
        return value;
    }

    /** Why it does not fit, in a few words. */
    public String reason() {
        return getCause() == null ? "" : String.valueOf(getCause().getMessage());
    }
}
