package dev.scout.loader.quality;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether records meet the rules of their pipeline. */
final class RuleCheck {

    private final List<Rule> rules;
    private final RecordScan scan;
    private final @Nullable UniqueValues unique;
    private final Cell cell;
    private final int[] roots;
    /** Of each column: the member of the record at hand that has it, and which record that was. */
    private int[] members = new int[64];

    private long[] metIn = new long[64];
    private long records;

    /** @param unique null where no rule asks for unique values */
    RuleCheck(List<Rule> rules, ColumnIndex index, RecordScan scan, @Nullable UniqueValues unique, char decimalPoint) {
        this.rules = rules;
        this.scan = scan;
        this.unique = unique;
        this.cell = new Cell(decimalPoint);
        this.roots =
                rules.stream().mapToInt(rule -> index.of(rule.path().root())).toArray();
    }

    /**
     * What is wrong with the record that was scanned last, first of all; null where nothing is.
     *
     * @param number of the record in its file
     */
    @Nullable
    Violation find(byte[] json, long number) {
        records++;
        for (int i = 0; i < scan.members(); i++) {
            int column = scan.column(i);
            if (column != ColumnIndex.NO_ROOM) {
                reserve(column);
                members[column] = i;
                metIn[column] = records;
            }
        }
        Violation violation = null;
        for (int i = 0; i < roots.length && violation == null; i++) {
            look(i, json);
            violation = broken(rules.get(i));
        }
        return violation == null && unique != null ? repeated(unique, json, number) : violation;
    }

    /** Of names that a record has twice the last counts. */
    private void look(int rule, byte[] json) {
        int root = roots[rule];
        if (root == ColumnIndex.NO_ROOM || root >= metIn.length || metIn[root] != records) {
            cell.leave();
            return;
        }
        cell.enter(json, scan.begin(members[root]), scan.end(members[root]));
        rules.get(rule).path().follow(cell);
    }

    private @Nullable Violation broken(Rule rule) {
        if (cell.isEmpty() && !rule.isRequired()) {
            return null;
        }
        for (Constraint constraint : rule.constraints()) {
            String problem = constraint.problem(cell);
            if (problem != null) {
                return new Violation(rule.nameOr(constraint.kind()), rule.column(), sentence(rule, problem));
            }
            if (cell.isEmpty()) {
                return null;
            }
        }
        return null;
    }

    private String sentence(Rule rule, String problem) {
        String is = cell.isPresent() ? "is " + cell.shown() : "is missing";
        return '"' + rule.column() + "\" " + is + "; " + problem + '.';
    }

    /** All its values count as there from now on, also where it is refused because of one of them. */
    private @Nullable Violation repeated(UniqueValues seen, byte[] json, long number) {
        Violation first = null;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (!rule.unique()) {
                continue;
            }
            look(i, json);
            if (cell.isEmpty()) {
                continue;
            }
            long earlier = seen.take(i + 1, cell, number);
            if (earlier != UniqueValues.NONE && first == null) {
                first = new Violation(
                        rule.nameOr(Rule.UNIQUE),
                        rule.column(),
                        '"' + rule.column() + "\" is " + cell.shown() + ", as in record " + earlier
                                + " already; it must be unique in the file.");
            }
        }
        return first;
    }

    private void reserve(int column) {
        if (column >= members.length) {
            members = Arrays.copyOf(members, Math.max(column + 1, members.length * 2));
            metIn = Arrays.copyOf(metIn, members.length);
        }
    }
}
