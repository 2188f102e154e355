package dev.scout.loader.quality;

import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the unique values of some records with those of all others of their file: takes in the former, then sees the latter pass. */
public final class LateUniqueness implements RecordSink {

    private final List<Rule> rules;
    private final Cell cell;
    /** Of each rule: which of the records have a value. */
    private final List<Map<UUID, List<Long>>> candidates = new ArrayList<>();

    private final Map<Long, Refusal> refused = new HashMap<>();

    public LateUniqueness(Standards standards) {
        this.rules = standards.rules().stream().filter(Rule::unique).toList();
        this.cell = new Cell(standards.decimalPoint());
        rules.forEach(rule -> candidates.add(new HashMap<>()));
    }

    /** Takes in a record by its number in the file. */
    public void add(long number, byte[] json) {
        for (int i = 0; i < rules.size(); i++) {
            UUID value = value(rules.get(i), json, 0, json.length);
            if (value != null) {
                candidates
                        .get(i)
                        .computeIfAbsent(value, key -> new ArrayList<>())
                        .add(number);
            }
        }
    }

    /** Sees one of the file's other records. */
    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        for (int i = 0; i < rules.size(); i++) {
            UUID value = value(rules.get(i), json, from, to);
            List<Long> same = value == null ? null : candidates.get(i).get(value);
            if (same != null) {
                Rule rule = rules.get(i);
                String message = '"' + rule.column() + "\" is " + cell.shown() + ", as in record " + number
                        + " already; it must be unique in the file.";
                Refusal refusal = Refusal.of(rule.nameOr(Rule.UNIQUE), message).column(rule.column());
                same.forEach(candidate -> refused.putIfAbsent(candidate, refusal));
            }
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        throw new IllegalStateException("What is in bronze has been accepted");
    }

    /** Why a record that was taken in can not come into the file; null where it can. */
    public @Nullable Refusal refusal(long number) {
        return refused.get(number);
    }

    /** The last member of a name counts. */
    private @Nullable UUID value(Rule rule, byte[] json, int from, int to) {
        JsonPath path = rule.path();
        cell.enter(json, JsonBytes.behindBlanks(json, from, to), to);
        new JsonPath.Step(path.root(), -1).follow(cell);
        path.follow(cell);
        return cell.isEmpty() ? null : new UUID(cell.hash(1), cell.hash(2));
    }
}
