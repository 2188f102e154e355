package dev.scout.loader.quality;

/**
 * That a record breaks a rule.
 *
 * @param rule name for quarantine
 * @param message in a sentence
 */
record Violation(String rule, String column, String message) {}
