package dev.scout.loader.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down everything that comes. */
class Transcript implements RecordSink {

    final List<String> events = new ArrayList<>();
    private final long borderBytes;
    final @Nullable List<Place> places;

    /** @param places takes the borders; null where they are of no interest */
    Transcript(long borderBytes, @Nullable List<Place> places) {
        this.borderBytes = borderBytes;
        this.places = places;
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        events.add(number + "/" + line + " " + new String(json, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void refuse(Refusal refusal) {
        String raw = refusal.raw() == null ? "" : new String(refusal.raw(), StandardCharsets.ISO_8859_1);
        events.add(refusal.toString().replaceAll("raw=\\[B@\\w+", "") + " " + raw);
    }

    @Override
    public long borderBytes() {
        return borderBytes;
    }

    @Override
    public boolean border(Place place) {
        if (places != null) {
            places.add(place);
        }
        return true;
    }
}
