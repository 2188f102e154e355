package dev.scout.loader.source;

/** Takes the places at which a file can be cut. */
@FunctionalInterface
public interface Borders {

    /**
     * Takes one, in the order of the file.
     *
     * @return false to end the search
     */
    boolean border(Place place);

    /** How many bytes should lie between two of them, in formats that can be cut anywhere. */
    default long everyBytes() {
        return RecordSink.BORDER_BYTES;
    }
}
