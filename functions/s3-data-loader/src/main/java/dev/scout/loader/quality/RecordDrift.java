package dev.scout.loader.quality;

import org.jspecify.annotations.Nullable;

/** Whether a single record has columns that its pipeline, which refuses such files, does not know. */
public final class RecordDrift {

    private RecordDrift() {}

    /**
     * Looks at a record.
     *
     * @return why it can not be taken, in a sentence; null where it can
     */
    public static @Nullable String refusal(Standards standards, boolean typed, byte[] json) {
        if (standards.policy() != SchemaPolicy.REFUSE || standards.known().isEmpty()) {
            return null;
        }
        ColumnIndex index = new ColumnIndex();
        RecordScan scan = new RecordScan(index);
        Profiler profiler = new Profiler(index, scan, typed, (byte) standards.decimalPoint());
        scan.read(json, 0, json.length);
        profiler.take(json, 0, json.length);
        Drift drift = Drift.between(standards.known(), profiler.profile(), SchemaPolicy.REFUSE)
                .withoutMissing();
        return new Judgement(SchemaPolicy.REFUSE, drift).refusal();
    }
}
