package dev.scout.loader.source.avro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Borders;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Sheet;
import dev.scout.loader.source.SpooledFile;
import dev.scout.loader.source.Stretch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files as Avro 1.2 wrote them: the metadata stand at the end, a sync marker stands before each block, and blocks do not state their size, so
 * that behind damage nothing can be found again.
 */
public final class OldAvroReader implements RecordReader {

    private static final byte[] MAGIC = {'O', 'b', 'j', 0};
    private static final int FOOTER = -1;
    private static final int MOST_META_BYTES = 16 * 1024 * 1024;

    private final int maxRecordBytes;
    private @Nullable AvroRecords records;

    public OldAvroReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void describe(ObjectNode description) {
        description.put("version", "1.2");
        if (records != null) {
            records.describe(description);
        }
    }

    @Override
    public void survey(Content content, Place from, Borders borders) {
        // It can not be cut.
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        long number = 0;
        try (SpooledFile file = SpooledFile.of(content)) {
            AvroHeader header = header(file);
            AvroRecords known = AvroRecords.of(header, new Sheet(maxRecordBytes), MOST_META_BYTES);
            records = known;
            AvroInput input = new AvroInput(file.from(MAGIC.length));
            while (!input.isAtEnd()) {
                for (long left = begin(input, header.sync()); left > 0; left--) {
                    known.next(input);
                    known.sheet().handOver(++number, sink);
                }
            }
        } catch (BadAvroException e) {
            String what = number == 0 ? "The Avro file" : "The Avro file behind record " + number;
            sink.refuse(Refusal.of(e.rule(), what + " can not be read: " + e.getMessage() + "."));
        } catch (IOException e) {
            throw new UncheckedIOException("The content can not be read on", e);
        }
    }

    /** Begins a block; returns how many records it has. */
    private static long begin(AvroInput input, byte[] sync) {
        int at = input.readBytes(sync.length);
        if (!Arrays.equals(input.buffer(), at, at + sync.length, sync, 0, sync.length)) {
            throw new BadAvroException("there is no sync marker where a block should begin");
        }
        long count = input.readLong();
        if (count == FOOTER) {
            input.pass(input.readLength());
            return 0;
        }
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new BadAvroException("a block in it states " + count + " records");
        }
        return count;
    }

    private static AvroHeader header(SpooledFile file) throws IOException {
        byte[] tail = new byte[Integer.BYTES];
        long end = file.sizeBytes();
        if (end < MAGIC.length + tail.length) {
            throw BadAvroException.truncated("it is too short");
        }
        file.read(end - tail.length, tail, 0, tail.length);
        int length = ByteBuffer.wrap(tail).getInt();
        if (length <= 0 || length > Math.min(end, MOST_META_BYTES)) {
            throw new BadAvroException("its metadata have " + length + " bytes, or say so");
        }
        byte[] footer = new byte[length];
        file.read(end - length, footer, 0, length);
        Map<String, byte[]> meta = new HashMap<>();
        AvroHeader.meta(new AvroInput(footer, 0, length)).forEach((name, value) -> meta.put("avro." + name, value));
        return new AvroHeader(meta, meta.getOrDefault("avro.sync", new byte[AvroHeader.SYNC_BYTES]));
    }
}
