package dev.scout.loader.quality;

import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a reader and what takes its records: profiles each, refuses those that break a rule, and rewrites those of which something is
 * to be rescued.
 */
public final class Inspection implements RecordSink {

    private final RecordSink next;
    private final UnaryOperator<Refusal> locate;
    private final RecordScan scan;
    private final Profiler profiler;
    private final @Nullable UniqueValues unique;
    private final @Nullable RuleCheck check;
    private final @Nullable Rescue rescue;

    /**
     * @param typed whether the format tells numbers from text
     * @param locate adds to a refusal how the record at hand stands in the file
     * @param spool for values that have to be compared later
     * @param isPart whether other records of the file are read elsewhere
     */
    public Inspection(
            Standards standards,
            boolean typed,
            UnaryOperator<Refusal> locate,
            RecordSink next,
            UniqueValues.Spool spool,
            boolean isPart) {
        this.next = next;
        this.locate = locate;
        ColumnIndex index = new ColumnIndex();
        this.scan = new RecordScan(index);
        char point = standards.decimalPoint();
        this.profiler = new Profiler(index, scan, typed, (byte) point);
        boolean rescues =
                standards.policy() == SchemaPolicy.RESCUE && !standards.known().isEmpty();
        this.rescue = rescues ? new Rescue(standards.known(), index, scan, profiler, typed) : null;
        this.unique = standards.hasUniqueRules() ? new UniqueValues(spool, isPart) : null;
        this.check = standards.rules().isEmpty() ? null : new RuleCheck(standards.rules(), index, scan, unique, point);
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        scan.read(json, from, to);
        Violation violation = check == null ? null : check.find(json, number);
        if (violation != null) {
            refuse(violation, number, line, json, from, to);
            return;
        }
        Rescue moving = rescue;
        if (moving != null && moving.find(json)) {
            profiler.take(json, from, to);
            moving.rewrite(json);
            next.accept(number, line, moving.record(), 0, moving.length());
            return;
        }
        profiler.take(json, from, to);
        next.accept(number, line, json, from, to);
    }

    @Override
    public void refuse(Refusal refusal) {
        next.refuse(refusal);
    }

    @Override
    public boolean border(Place place) {
        return next.border(place);
    }

    @Override
    public long borderBytes() {
        return next.borderBytes();
    }

    /** What was found out, once all was read. */
    public FileProfile profile() {
        if (unique != null) {
            unique.flush();
        }
        return profiler.profile();
    }

    private void refuse(Violation violation, long number, long line, byte[] json, int from, int to) {
        Refusal refusal = Refusal.of(violation.rule(), violation.message())
                .column(violation.column())
                .record(number, line);
        Refusal located = locate.apply(refusal);
        next.refuse(located.raw() == null ? located.bytes(-1, to - from, json, from, to) : located);
    }
}
