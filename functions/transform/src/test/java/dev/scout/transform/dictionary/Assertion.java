package dev.scout.transform.dictionary;

/**
 * Something that is asked of a table when it has been written.
 *
 * @param sql what is asked: a condition that is true for an offending row, a query, or the kind of check with what it is about
 */
record Assertion(String name, String severity, String sql) {}
