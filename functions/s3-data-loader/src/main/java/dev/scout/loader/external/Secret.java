package dev.scout.loader.external;

/** A secret in clear, which never shows itself. */
final class Secret {

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    /** The secret itself: for signing and sending only. */
    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
