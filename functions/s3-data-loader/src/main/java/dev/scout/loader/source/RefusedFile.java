package dev.scout.loader.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** A file that can not be read at all: one refusal for all of it. */
final class RefusedFile implements RecordReader {

    private static final int RAW_BYTES = 1024;

    private final Refusal refusal;

    RefusedFile(Refusal refusal) {
        this.refusal = refusal;
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        byte[] head = Arrays.copyOf(content.sample(), Math.min(RAW_BYTES, content.sampleLength()));
        long read = 0;
        byte[] rest = new byte[64 * 1024];
        for (int count = content.read(rest, 0, rest.length); count >= 0; count = content.read(rest, 0, rest.length)) {
            read += count;
        }
        sink.refuse(refusal.bytes(0, read, head, 0, head.length));
        Damage damage = content.damage();
        if (damage != null) {
            sink.refuse(Refusal.of(damage.rule(), damage.message()));
        }
    }

    @Override
    public void describe(ObjectNode description) {
        // It was not read.
    }
}
