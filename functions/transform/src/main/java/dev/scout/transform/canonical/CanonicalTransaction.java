package dev.scout.transform.canonical;

import java.util.List;

/** A record in canonical form: the transaction's own fields, its lines in the record's order, its substitutions. */
public record CanonicalTransaction(Values fields, List<Values> lines, List<Substitution> substitutions) {}
