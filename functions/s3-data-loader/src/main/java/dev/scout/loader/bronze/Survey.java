package dev.scout.loader.bronze;

import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Borders;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Reading;
import dev.scout.loader.source.compression.ResumePoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Finds where a file is cut into parts. */
final class Survey {

    /** Parts that have to pass over some of what stands before them, because the file is compressed, should be fewer. */
    private static final int LARGER_WITHOUT_JUMPS = 4;

    private final ObjectStore objects;
    private final Split split;
    private final Cuts cuts;
    private final @Nullable ResumePoint resume;
    private Place from;

    /**
     * @param from up to where it has been surveyed
     * @param resume what has to be known to go on there; null where nothing is known
     */
    Survey(ObjectStore objects, Split split, Place from, @Nullable ResumePoint resume, Cuts cuts) {
        this.resume = resume;
        this.objects = objects;
        this.split = split;
        this.from = from;
        this.cuts = cuts;
    }

    /**
     * Goes on until the end of the file or of the time.
     *
     * @return whether the end was reached
     * @throws ObjectGoneException where the object is not there any more
     */
    boolean run(Deadline deadline) throws ObjectGoneException {
        boolean fromStart = from.equals(Place.START);
        try (ObjectStream whole = fromStart ? objects.open(split.object()) : null;
                InputStream bytes = whole == null ? objects.glance(split.object()) : whole.readAhead();
                Content content = Content.of(bytes, objects.ranges(split.object()), resume)) {
            Reading reading = Transfer.open(
                    content, split.object(), split.pipeline(), split.settings().maxRecordBytes());
            if (!cut(reading, deadline)) {
                return false;
            }
            cuts.end(from, whole == null ? null : checksum(whole, bytes, deadline));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Closing " + split.object().uri() + " failed", e);
        }
    }

    private boolean cut(Reading reading, Deadline deadline) {
        long partBytes = split.settings().partBytes() * (reading.canJump() ? 1 : LARGER_WITHOUT_JUMPS);
        boolean[] stopped = new boolean[1];
        reading.survey(from, new Borders() {
            @Override
            public boolean border(Place place) {
                stopped[0] = deadline.isNear();
                if (stopped[0] || place.at() - from.at() >= partBytes) {
                    cuts.cut(from, place, reading.resumePoint(place));
                    from = place;
                }
                return !stopped[0];
            }

            @Override
            public long everyBytes() {
                return split.settings().borderBytes();
            }
        });
        return !stopped[0];
    }

    /**
     * SHA-256 of the object, if there is time to read what has not been read of it: nearly nothing, unless the format has an index.
     *
     * @return null where there is not
     */
    static @Nullable String checksum(ObjectStream whole, InputStream bytes, Deadline deadline) throws IOException {
        byte[] unwanted = new byte[64 * 1024];
        while (bytes.read(unwanted, 0, unwanted.length) >= 0) {
            if (deadline.isNear()) {
                return null;
            }
        }
        return whole.checksum();
    }

    /** Takes the parts, in the order of the file. */
    interface Cuts {

        /** @param resume what has to be known to go on at the end of it; null where nothing has to be */
        void cut(Place from, Place to, @Nullable ResumePoint resume);

        /** Takes the last one. */
        void end(Place from, @Nullable String checksum);
    }
}
