package dev.scout.loader.source;

/** Where in a stretch of text the sink is told of a border, and where the stretch ends. */
public final class Milestones {

    private final Stretch stretch;
    private final RecordSink sink;
    private final long everyBytes;
    private long next;

    public Milestones(Stretch stretch, RecordSink sink) {
        this.stretch = stretch;
        this.sink = sink;
        this.everyBytes = sink.borderBytes();
        this.next = following(stretch.from().at());
    }

    /** Whether something is to be done here: a border to be told of, or the stretch at its end. */
    public boolean reachedBy(long at) {
        return at >= next;
    }

    /** Tells the sink of the place, if it is time to; false where reading ends here. */
    public boolean goOn(long records, long line, long at) {
        if (at < next) {
            return true;
        }
        if (stretch.endsBy(at)) {
            return false;
        }
        next = following(at);
        return sink.border(new Place(records, line, at));
    }

    private long following(long at) {
        Place to = stretch.to();
        return to == null ? at + everyBytes : Math.min(at + everyBytes, to.at());
    }
}
