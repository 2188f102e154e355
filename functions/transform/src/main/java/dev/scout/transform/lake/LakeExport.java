package dev.scout.transform.lake;

import dev.scout.parquet.ColumnType;
import dev.scout.parquet.UnfitValueException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** One run's writing of a layer: partition by partition, each registered and its mark taken away once it stands. */
final class LakeExport {

    private final LakeBucket bucket;
    private final PartitionReader reader;
    private final LakeRegistry registry;
    private final UUID run;
    private final BooleanSupplier isOutOfTime;

    private final Map<LakeTable, List<LakeColumn>> columns = new HashMap<>();
    private final Deque<Mark> waiting = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean failed;
    private int written;
    private int unchanged;
    private int removed;
    private int left;

    LakeExport(
            LakeBucket bucket, PartitionReader reader, LakeRegistry registry, UUID run, BooleanSupplier isOutOfTime) {
        this.bucket = bucket;
        this.reader = reader;
        this.registry = registry;
        this.run = run;
        this.isOutOfTime = isOutOfTime;
    }

    /** @param snapshot what it sees is what is written */
    void writeAll(Connection snapshot, List<String> tables) throws SQLException, IOException {
        waiting.addAll(registry.marks(snapshot, tables));
        while (!waiting.isEmpty()) {
            if (isOutOfTime.getAsBoolean()) {
                fail("The time was up.");
                return;
            }
            Mark mark = waiting.element();
            try {
                write(mark);
                waiting.remove();
            } catch (UnfitValueException e) {
                if (e.column().type() == ColumnType.NUMERIC) {
                    widen(mark.partition().table(), e);
                } else {
                    leave(waiting.remove(), e);
                }
            }
        }
    }

    /** Notes why the rest waits. */
    void fail(String sentence) {
        failed = true;
        warnings.add(sentence + " " + waiting.size()
                + " partitions of the lake are as they were; the next run goes on with them.");
    }

    LakeReport report() {
        return new LakeReport(written, unchanged, removed, waiting.size() + left, warnings, failed);
    }

    private void write(Mark mark) throws SQLException, IOException {
        Partition partition = mark.partition();
        try (PartitionFile file = reader.read(partition, columns(partition.table()))) {
            String registered = registry.checksum(partition);
            if (file.rows() == 0) {
                if (registered != null || bucket.hasAny(partition)) {
                    bucket.remove(partition);
                    removed++;
                }
                registry.remove(mark);
                return;
            }
            if (file.file().sha256().equals(registered) && bucket.has(partition, file.file())) {
                unchanged++;
            } else {
                bucket.put(partition, file.file(), LakeManifest.of(partition, file, run));
                written++;
            }
            registry.settle(mark, file, bucket.location(partition));
        }
    }

    private List<LakeColumn> columns(LakeTable table) throws SQLException {
        List<LakeColumn> known = columns.get(table);
        if (known == null) {
            known = registry.columns(table.name());
            columns.put(table, known);
        }
        return known;
    }

    /** One partition that can't be written does not keep the others from it. */
    private void leave(Mark mark, UnfitValueException unfit) {
        failed = true;
        left++;
        warnings.add("The partition " + mark.partition().name() + " of "
                + mark.partition().table().name() + " stays as it was in the lake: " + unfit.getMessage() + ".");
    }

    /** A column has one type in all partitions: those that are written already follow. */
    private void widen(LakeTable table, UnfitValueException unfit) throws SQLException {
        Widening widening = Widening.of(unfit);
        List<Mark> marks = registry.widen(table, widening);
        columns.remove(table);
        waiting.removeIf(waits -> waits.partition().table().equals(table));
        waiting.addAll(marks);
        warnings.add("Column " + widening.column() + " of " + table.name() + " holds " + widening.value()
                + ": in the lake it is "
                + (widening.scale() == null ? "text" : "decimal(38," + widening.scale() + ")")
                + " from now on, in all of its partitions.");
    }
}
