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
}
