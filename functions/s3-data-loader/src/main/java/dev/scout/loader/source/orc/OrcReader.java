package dev.scout.loader.source.orc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.source.Borders;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Damage;
import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Ranges;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.SpooledFile;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.orc.Columns.Records;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * ORC, value by value: of a stripe no more is held than a window on each of its streams. A stripe that is damaged costs what stands behind
 * the damage in it, not the stripes behind it. A file is cut between stripes, and within one only where the time is up: who goes on there
 * decodes what stands before.
 */
public final class OrcReader implements RecordReader {

    private static final int ROWS_BETWEEN_BORDERS = 1024;

    private final Limits limits;
    private @Nullable OrcTail tail;

    public OrcReader(int maxRecordBytes) {
        this.limits = new Limits(maxRecordBytes);
    }

    @Override
    public void describe(ObjectNode description) {
        if (tail != null) {
            description.put("stripes", tail.stripes().size());
            description.put("codec", tail.format().codec().name().toLowerCase(Locale.ROOT));
            description.put("created_by", tail.writer());
            tail.schema().describe(description, limits.values());
        }
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        within(content, sink, file -> read(file, stretch, sink));
    }

    @Override
    public void survey(Content content, Place from, Borders borders) {
        RecordSink nobody = new RecordSink() {
            @Override
            public void accept(long number, long line, byte[] json, int begin, int end) {
                // Nothing is read.
            }

            @Override
            public void refuse(Refusal refusal) {
                // Whoever loads the file finds it again.
            }
        };
        within(content, nobody, file -> {
            for (StripePlace stripe : OrcTail.read(file).stripes()) {
                boolean isBorder = stripe.firstRow() > from.records() && stripe.rows() > 0;
                if (isBorder && !borders.border(stripe.place(0))) {
                    return;
                }
            }
        });
    }

    private static void within(Content content, RecordSink sink, Work work) {
        Ranges ranges = content.ranges();
        if (ranges != null) {
            run(ranges, sink, work);
            return;
        }
        try (SpooledFile file = SpooledFile.of(content)) {
            Damage damage = content.damage();
            if (damage == null) {
                run(file, sink, work);
            } else {
                sink.refuse(Refusal.of(damage.rule(), damage.message()));
            }
        }
    }

    private static void run(Ranges file, RecordSink sink, Work work) {
        try {
            work.run(file);
        } catch (UnsupportedOrcException e) {
            sink.refuse(
                    Refusal.of(Refusal.UNSUPPORTED_FORMAT, "The ORC file can not be read: " + e.getMessage() + "."));
        } catch (IOException e) {
            sink.refuse(Refusal.of(Refusal.CORRUPT_FILE, "The ORC file can not be read: " + reason(e) + "."));
        }
    }

    /** Stripes are told apart by their records; one without records holds nothing. */
    private void read(Ranges file, Stretch stretch, RecordSink sink) throws IOException {
        OrcTail found = OrcTail.read(file);
        tail = found;
        long from = stretch.from().records();
        long to = stretch.to() == null ? Long.MAX_VALUE : stretch.to().records();
        for (StripePlace stripe : found.stripes()) {
            if (stripe.firstRow() >= to) {
                return;
            }
            if (stripe.endRow() <= from || stripe.rows() == 0) {
                continue;
            }
            boolean goOn = stripe.firstRow() <= from || sink.border(stripe.place(0));
            if (!goOn || !new StripeRecords(file, found, stripe).read(from, to, sink)) {
                return;
            }
        }
        if (stretch.to() == null && found.rows() != OrcTail.UNKNOWN && found.rowsOfStripes() != found.rows()) {
            sink.refuse(Refusal.of(
                    Refusal.CORRUPT_FILE,
                    "The ORC file says that it has " + found.rows() + " records; its stripes say "
                            + found.rowsOfStripes() + "."));
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "it needs more memory than the function has, or says so";
        }
        String message = e instanceof IOException ? e.getMessage() : null;
        return message == null ? "it is damaged (" + e.getClass().getSimpleName() + ")" : message;
    }

    /** The records of one stripe. */
    private final class StripeRecords {

        private final Ranges file;
        private final OrcTail tail;
        private final StripePlace stripe;
        private final JsonText json = new JsonText();

        StripeRecords(Ranges file, OrcTail tail, StripePlace stripe) {
            this.file = file;
            this.tail = tail;
            this.stripe = stripe;
        }

        /**
         * Hands over those that lie behind so many of the file, and not behind so many; false where reading ends. What stands before them in
         * the stripe is decoded and let go: nobody stops behind damage, so there is none in it.
         */
        boolean read(long from, long to, RecordSink sink) {
            Records root = open(sink);
            if (root == null || !pass(root, from - stripe.firstRow(), sink)) {
                return true;
            }
            long end = Math.min(stripe.rows(), to - stripe.firstRow());
            for (long row = Math.max(0, from - stripe.firstRow()); row < end; row++) {
                boolean isBorder = row % ROWS_BETWEEN_BORDERS == 0 && stripe.firstRow() + row > from;
                if (isBorder && row > 0 && !sink.border(stripe.place(row))) {
                    return false;
                }
                long number = stripe.firstRow() + row + 1;
                if (!next(root, number, sink)) {
                    return true;
                }
                hand(number, sink);
            }
            return true;
        }

        private boolean pass(Records root, long rows, RecordSink sink) {
            long nonFinite = limits.values().nonFinite();
            for (long row = 0; row < rows; row++) {
                if (!next(root, stripe.firstRow() + row + 1, sink)) {
                    return false;
                }
            }
            limits.values().addNonFinite(nonFinite - limits.values().nonFinite());
            return true;
        }

        private @Nullable Records open(RecordSink sink) {
            try {
                StripeStreams streams = new StripeStreams(file, tail.format(), stripe);
                return new Columns(tail, streams, limits).records(stripe.rows());
            } catch (ScoutException e) {
                throw e;
            } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
                refuseRest(stripe.firstRow(), e, sink);
                return null;
            }
        }

        private boolean next(Records root, long number, RecordSink sink) {
            json.clear();
            limits.beginRecord();
            try {
                root.write(json);
                limits.cut(json);
                return true;
            } catch (ScoutException e) {
                throw e;
            } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
                refuseRest(number - 1, e, sink);
                return false;
            }
        }

        private void hand(long number, RecordSink sink) {
            String badText = limits.badText();
            if (limits.isTooLarge()) {
                refuse(number, Refusal.of(Refusal.RECORD_TOO_LARGE, tooLarge()), sink);
            } else if (badText != null) {
                String message = "The text in column \"" + badText + "\" is not UTF-8; here it stands in base64.";
                refuse(number, Refusal.of(Refusal.INVALID_ENCODING, message).column(badText), sink);
            } else {
                sink.accept(number, RecordSink.NO_LINE, json.bytes(), 0, json.length());
            }
        }

        private void refuse(long number, Refusal refusal, RecordSink sink) {
            sink.refuse(refusal.record(number, RecordSink.NO_LINE).bytes(-1, 0, json.bytes(), 0, json.length()));
        }

        private void refuseRest(long read, Throwable e, RecordSink sink) {
            String message = "Stripe " + (tail.stripes().indexOf(stripe) + 1) + " of the ORC file, at byte "
                    + stripe.offset() + ", can not be read behind record " + read + ", so records " + (read + 1)
                    + " to " + stripe.endRow() + " are missing: " + reason(e) + ".";
            sink.refuse(Refusal.of(Refusal.CORRUPT_FILE, message).record(read + 1, RecordSink.NO_LINE));
        }

        private String tooLarge() {
            return "The record has more than " + limits.maxRecordBytes()
                    + " bytes as JSON, which is the largest that is loaded (SCOUT_MAX_RECORD_BYTES).";
        }
    }

    @FunctionalInterface
    private interface Work {
        void run(Ranges file) throws IOException;
    }
}
