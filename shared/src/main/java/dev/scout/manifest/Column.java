package dev.scout.manifest;

/**
 * A column of a published dataset, in the order in which it stands in the files.
 *
 * @param type PostgreSQL's name of the type: {@code text}, {@code date}, {@code bigint}, {@code numeric}, …
 * @param description what it holds; empty where nobody said
 */
public record Column(String name, String type, String description) {}
