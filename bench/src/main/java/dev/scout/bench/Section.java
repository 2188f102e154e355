package dev.scout.bench;

/** A benchmark. */
interface Section {

    /** Measures and tells, in Markdown, what was measured against what. */
    String run() throws Exception;
}
