package dev.scout.loader.bronze;

import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Takes the records of a part: hashes them, ends the part where its limits say so, and now and then fixes what is there so far. */
final class PartSink implements RecordSink {

    private static final Duration BETWEEN_FIXED_PLACES = Duration.ofSeconds(20);

    private final RecordSink next;
    private final Part part;
    private final PartLimits limits;
    private final long borderBytes;
    private final Fixing fixing;
    private final MessageDigest digest = PartsTotal.sha256();
    private long lastBorder = System.nanoTime();
    private long lastFixed = lastBorder;
    private long longest;
    private @Nullable Place cutAt;

    /**
     * @param borderBytes how far apart borders should be
     * @param fixing is told of a place up to which everything could be kept
     */
    PartSink(RecordSink next, Part part, PartLimits limits, long borderBytes, Fixing fixing) {
        this.next = next;
        this.part = part;
        this.limits = limits;
        this.borderBytes = borderBytes;
        this.fixing = fixing;
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        next.accept(number, line, json, from, to);
        digest.update(json, from, to - from);
        digest.update((byte) '\n');
    }

    @Override
    public void refuse(Refusal refusal) {
        next.refuse(refusal);
    }

    @Override
    public long borderBytes() {
        return borderBytes;
    }

    @Override
    public boolean border(Place place) {
        long now = System.nanoTime();
        longest = Math.max(longest, now - lastBorder);
        lastBorder = now;
        if (place.equals(part.stretch().from())) {
            return true;
        }
        if (limits.endAt(part.stretch().from(), place, Duration.ofNanos(longest))) {
            cutAt = place;
            return false;
        }
        if (now - lastFixed > BETWEEN_FIXED_PLACES.toNanos()) {
            fixing.fix(place);
            lastFixed = now;
        }
        return true;
    }

    /** Where the part was ended before its end; null where it was not. */
    @Nullable
    Place cutAt() {
        return cutAt;
    }

    /** SHA-256 of the records so far. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's SHA-256 can be cloned", e);
        }
    }

    /** Keeps what has been taken. */
    @FunctionalInterface
    interface Fixing {
        void fix(Place place);
    }
}
