package dev.scout.transform.canonical;

/**
 * A product that was asked for and another that was taken.
 *
 * @param line position of the line that it belongs to, from 0; -1 where the record names it for the whole transaction
 */
public record Substitution(int line, Values values) {

    static final int WHOLE_TRANSACTION = -1;
}
