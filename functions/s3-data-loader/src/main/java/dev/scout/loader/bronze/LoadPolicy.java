package dev.scout.loader.bronze;

/**
 * Which of the files that a pipeline claims it keeps.
 *
 * @param skipSameContent whether content that the pipeline has loaded already, under whatever key, is left out
 */
record LoadPolicy(OnOverwrite onOverwrite, boolean skipSameContent) {

    static final LoadPolicy KEEP_ALL = new LoadPolicy(OnOverwrite.APPEND_VERSION, false);

    boolean keepsAll() {
        return equals(KEEP_ALL);
    }
}
