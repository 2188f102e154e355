package dev.scout.loader.source.avro;

import dev.scout.loader.source.Milestones;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Stretch;
import org.jspecify.annotations.Nullable;

/** Hands over the records of a stretch, block by block. What is damaged is refused with its place, and reading goes on behind it. */
final class BlockReader {

    /** Records that take no bytes can be stated in any number. */
    private static final long MOST_EMPTY_RECORDS = 10_000_000;

    private final AvroBlocks blocks;
    private final AvroRecords records;
    private final Stretch stretch;
    private final RecordSink sink;
    private final boolean decode;
    private final Milestones milestones;
    private long number;

    /** @param decode whether the records are wanted, and not only where blocks begin */
    BlockReader(AvroBlocks blocks, AvroRecords records, Stretch stretch, RecordSink sink, boolean decode) {
        this.blocks = blocks;
        this.records = records;
        this.stretch = stretch;
        this.sink = sink;
        this.decode = decode;
        this.milestones = new Milestones(stretch, sink);
        this.number = stretch.from().records();
    }

    void read() {
        AvroBlock block = blocks.next();
        while (true) {
            refuseDamage();
            if (block == null || stretch.endsBy(block.offset())) {
                return;
            }
            long first = number + 1;
            if (decode) {
                records(block, first);
            }
            number += block.count();
            long behind = blocks.offsetBehind();
            if (block.isTorn() || !milestones.goOn(number, RecordSink.NO_LINE, behind)) {
                return;
            }
            block = blocks.next();
        }
    }

    private void refuseDamage() {
        if (blocks.damagedBytes() > 0) {
            String message = "From byte " + blocks.damagedFrom() + " of the Avro file on, " + blocks.damagedBytes()
                    + " bytes are no block; the records in them, behind record " + number + ", can not be read.";
            sink.refuse(new Refusal(
                    null,
                    null,
                    blocks.damagedFrom(),
                    blocks.damagedBytes(),
                    null,
                    null,
                    Refusal.CORRUPT_FILE,
                    message));
        }
    }

    private void records(AvroBlock block, long first) {
        long next = first;
        BadAvroException bad = null;
        try {
            AvroInput input = records.open(block);
            for (long i = 0; i < block.count(); i++, next++) {
                records.next(input);
                records.sheet().handOver(next, sink);
                if (i > MOST_EMPTY_RECORDS && input.decoded() == 0) {
                    throw new BadAvroException("it states " + block.count() + " records of no bytes");
                }
            }
            if (!input.isAtEnd()) {
                bad = new BadAvroException("it has more bytes than its " + block.count() + " records");
            }
        } catch (BadAvroException e) {
            bad = e;
        }
        if (bad != null || block.isTorn()) {
            refuse(block, next, first + block.count() - 1, bad);
        }
    }

    private void refuse(AvroBlock block, long first, long last, @Nullable BadAvroException bad) {
        String what = first > last
                ? "What stands behind record " + last
                : first == last ? "Record " + first : "The records " + first + " to " + last;
        String reason =
                block.isTorn() ? "the file ends within its block" : String.valueOf(bad == null ? "" : bad.getMessage());
        sink.refuse(new Refusal(
                first == last ? first : null,
                null,
                block.offset(),
                block.length(),
                null,
                null,
                block.isTorn() ? Refusal.TRUNCATED : Refusal.CORRUPT_FILE,
                what + " can not be read: the Avro block at byte " + block.offset() + ": " + reason + "."));
    }
}
