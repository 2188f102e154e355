package dev.scout.transform.model;

/** A model can't be shown as it is: its SQL failed, or its rows break a rule. The message is a sentence that says which. */
public final class ModelFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean rule;

    ModelFailure(String message, boolean rule, Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    /** @param message which check it fails, and in how many rows */
    public ModelFailure(String message) {
        super(message);
        this.rule = true;
    }

    /** Whether its rows break a rule; else its SQL failed. */
    public boolean breaksRule() {
        return rule;
    }
}
