package dev.scout.loader.source.avro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Borders;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Damage;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Sheet;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.SurveySink;
import org.jspecify.annotations.Nullable;

/** Avro's object container files, from any block on. */
public final class AvroReader implements RecordReader {

    private static final long LEAST_BUDGET_BYTES = 16L * 1024 * 1024;

    private final int maxRecordBytes;
    private @Nullable AvroRecords records;
    private long badMarkers;

    public AvroReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void describe(ObjectNode description) {
        if (records == null) {
            return;
        }
        records.describe(description);
        if (badMarkers > 0) {
            description.put("damaged_sync_markers", badMarkers);
        }
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        run(content, stretch, sink, true);
    }

    @Override
    public void survey(Content content, Place from, Borders borders) {
        run(content, new Stretch(from, null), new SurveySink(borders), false);
    }

    private void run(Content content, Stretch stretch, RecordSink sink, boolean decode) {
        try {
            AvroSource source = new AvroSource(content);
            AvroHeader header = AvroHeader.read(source);
            AvroRecords known = AvroRecords.of(header, new Sheet(maxRecordBytes), memory());
            records = known;
            if (stretch.from().at() > source.offset()) {
                source.jumpTo(stretch.from().at());
            }
            AvroBlocks blocks = new AvroBlocks(source, header.sync(), known::areWellFormed);
            new BlockReader(blocks, known, stretch, sink, decode).read();
            badMarkers = blocks.badMarkers();
        } catch (BadAvroException e) {
            sink.refuse(Refusal.of(e.rule(), "The Avro file can not be read: " + e.getMessage() + "."));
        }
        Damage damage = content.damage();
        if (damage != null) {
            sink.refuse(Refusal.of(damage.rule(), damage.message()));
        }
    }

    private static long memory() {
        return Math.max(LEAST_BUDGET_BYTES, Runtime.getRuntime().maxMemory() / 8);
    }
}
