package dev.scout.transform.canonical;

/** What a canonical field belongs to. */
public enum Level {
    TRANSACTION,
    LINE,
    SUBSTITUTION
}
