package dev.scout.loader.quality;

/** What becomes of a file whose columns are not as its pipeline knows them. */
enum SchemaPolicy {
    /** It is loaded, and its columns are known from then on. */
    ACCEPT,
    /** It is loaded; what is new or of another type moves into {@code _rescued_data}. */
    RESCUE,
    /** It is rejected. */
    REFUSE;

    static SchemaPolicy of(String name) {
        return switch (name) {
            case "rescue" -> RESCUE;
            case "refuse" -> REFUSE;
            default -> ACCEPT;
        };
    }
}
