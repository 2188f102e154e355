package dev.scout.transform.canonical;

import java.time.ZoneId;

/**
 * How the values of a source are read where its mapping does not say it.
 *
 * @param zone of times without an offset, and of instants without a place
 * @param decimalMark of numbers that are written as text
 */
public record ReadSettings(ZoneId zone, char decimalMark) {}
