package dev.scout.local.generate;

/** The customer asked for one product and went with another. */
record Substitution(Product asked, Product given, String reason) {}
