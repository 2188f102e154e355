package dev.scout.transform.stage;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Versions of a file that had lost, and win again because those that they had lost to are gone. */
public final class RecalledVersions {

    private final Set<String> transactions = new HashSet<>();
    private final TreeSet<Long> sourceRows = new TreeSet<>();

    /** @param sourceRow number of the (first) record of the version */
    public void add(String transaction, long sourceRow) {
        transactions.add(transaction);
        sourceRows.add(sourceRow);
    }

    Set<String> transactions() {
        return transactions;
    }

    /** In ascending order. */
    Set<Long> sourceRows() {
        return sourceRows;
    }

    long firstRow() {
        return sourceRows.first();
    }
}
