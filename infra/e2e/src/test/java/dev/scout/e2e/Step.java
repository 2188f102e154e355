package dev.scout.e2e;

/**
 * A request of the function's and its answer.
 *
 * @param number from 1 in its channel, so that it does not matter which of two channels is faster
 * @param name the SQL, or what is asked of S3 or SQS, with each number in it as N
 */
record Step(Channel channel, int number, String name) {

    private static final int SHOWN = 100;

    /** What the function talks to. */
    enum Channel {
        /** The making of a connection to the database, and the question whether it is alive. */
        CONNECTION,
        DATABASE,
        S3,
        SQS
    }

    Step {
        name = name.replaceAll("\\s+", " ").strip().replaceAll("\\d+", "N");
    }

    @Override
    public String toString() {
        return channel + " " + number + " (" + (name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name) + ")";
    }
}
