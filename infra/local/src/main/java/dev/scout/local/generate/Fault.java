package dev.scout.local.generate;

/** What is wrong with a record that is broken on purpose. */
enum Fault {
    /** Half a JSON line, or a CSV row with more fields than the header: refused, it goes to quarantine. */
    MALFORMED_RECORD,
    /** No transaction id: the transaction is invalid. */
    MISSING_ID,
    /** No store: the transaction is invalid. */
    MISSING_STORE,
    /** A sale in the year 0: the transaction is invalid. */
    YEAR_ZERO,
    /** A letter in a number. The only amount of a transaction: it is invalid. The quantity of a till's line: only that line is. */
    UNREADABLE_NUMBER
}
