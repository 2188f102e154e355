package dev.scout.transform.quality;

/** Names and values in the SQL of checks. */
final class Sql {

    private Sql() {}

    static String name(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String table(String name) {
        return "scout." + name(name);
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
