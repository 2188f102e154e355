package dev.scout.loader.bronze;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a content landed under its key, for the last and for the first time. Sequencers decide where both contents have one; else the
 * last-modified times do, which S3 keeps in seconds. The outcome depends on the contents alone, not on the order in which events tell of them.
 */
record Landing(long fileId, String etag, Moment last, Moment first) {

    private static final Comparator<Landing> BY_LAST = order(Landing::last);
    private static final Comparator<Landing> BY_FIRST = order(Landing::first);

    /** The one of all contents of a key that counts; there is one at least. */
    static Landing inForce(List<Landing> landings, OnOverwrite policy) {
        return switch (policy) {
            case REPLACE -> landings.stream().max(BY_LAST).orElseThrow();
            case IGNORE -> landings.stream().min(BY_FIRST).orElseThrow();
            case APPEND_VERSION -> throw new IllegalArgumentException("all of them count");
        };
    }

    private static Comparator<Landing> order(java.util.function.Function<Landing, Moment> moment) {
        return Comparator.comparing(moment).thenComparing(Landing::etag);
    }

    /**
     * One landing.
     *
     * @param sequencer of the event that told of it; null where none did
     */
    record Moment(@Nullable String sequencer, Instant modified) implements Comparable<Moment> {

        @Override
        public int compareTo(Moment other) {
            String mine = sequencer;
            String theirs = other.sequencer;
            if (mine != null && theirs != null) {
                int bySequencer = compareSequencers(mine, theirs);
                return bySequencer == 0 ? modified.compareTo(other.modified) : bySequencer;
            }
            int byTime = modified.compareTo(other.modified);
            return byTime == 0 ? Boolean.compare(mine != null, theirs != null) : byTime;
        }

        /** As S3 says: the shorter one is filled up with zeros on its right, then they compare as text. */
        static int compareSequencers(String one, String other) {
            int length = Math.max(one.length(), other.length());
            return filled(one, length).compareTo(filled(other, length));
        }

        private static String filled(String sequencer, int length) {
            return sequencer.toLowerCase(Locale.ROOT) + "0".repeat(length - sequencer.length());
        }
    }
}
