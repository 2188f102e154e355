package dev.scout.loader.source;

/**
 * Why content ended before it should.
 *
 * @param rule short name for quarantine
 * @param message in a sentence
 */
public record Damage(String rule, String message) {}
