package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import java.io.IOException;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * A timestamp: what a clock on the wall showed, or (with {@code Z}) an instant. What is stored counts the seconds from the beginning of 2015
 * in the writer's zone; the zone is that of Java's old classes, which know no local mean times.
 */
final class TimestampColumn extends OrcColumn {

    private static final long FURTHEST_SECOND = 9_000_000_000_000_000L;
    private static final int MILLI = 1_000_000;

    private final Integers seconds;
    private final Integers nanos;
    private final TimeZone zone;
    private final long epoch;
    private final boolean isInstant;
    private final boolean hybridCalendar;

    TimestampColumn(StripeStreams streams, OrcType type, boolean hybridCalendar, Limits limits) throws IOException {
        super(streams, type, limits);
        this.seconds = Integers.of(streams, type.column(), streams.stream(type.column(), StripeStreams.DATA), true);
        this.nanos = Integers.of(streams, type.column(), streams.stream(type.column(), StripeStreams.SECONDARY), false);
        this.isInstant = type.kind() == OrcType.Kind.TIMESTAMP_INSTANT;
        this.zone = isInstant ? TimeZone.getTimeZone("UTC") : streams.writerZone();
        this.epoch = beginOf2015(zone);
        this.hybridCalendar = hybridCalendar;
    }

    @Override
    void value(JsonText target) throws IOException {
        long nano = nano(nanos.next());
        long second = seconds.next() + epoch;
        if (second < 0 && nano >= MILLI) {
            second--; // The format rounds towards 1970, except where less than a millisecond is over.
        }
        if (second > FURTHEST_SECOND || second < -FURTHEST_SECOND) {
            throw new CorruptOrcException("a timestamp lies further away than any calendar goes");
        }
        long shown = second + Math.floorDiv(zone.getOffset(Math.multiplyExact(second, 1000L) + nano / MILLI), 1000);
        long iso = hybridCalendar ? HybridCalendar.isoSecond(shown) : shown;
        JsonValues.timestamp(iso, nano, isInstant, target);
    }

    /** The lowest three bits say how many zeros were left off, beyond the first. */
    private static long nano(long stored) throws CorruptOrcException {
        long value = stored >>> 3;
        int zeros = (int) stored & 7;
        for (int i = 0; zeros > 0 && i <= zeros; i++) {
            value *= 10;
        }
        if (value < 0 || value >= 1_000_000_000) {
            throw new CorruptOrcException("a timestamp has " + value + " nanoseconds");
        }
        return value;
    }

    private static long beginOf2015(TimeZone zone) {
        GregorianCalendar calendar = new GregorianCalendar(zone);
        calendar.clear();
        calendar.set(2015, 0, 1);
        return calendar.getTimeInMillis() / 1000;
    }
}
