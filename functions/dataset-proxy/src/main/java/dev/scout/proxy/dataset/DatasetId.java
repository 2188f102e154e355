package dev.scout.proxy.dataset;

import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Name of a dataset, {@code <layer>/<name>}: checked letter by letter, so that it can never be anything but a name. */
record DatasetId(String layer, String name) {

    static final String PATTERN = "^(bronze|silver|gold|platinum)/[a-z][a-z0-9_]{0,63}$";

    private static final Pattern FORM = Pattern.compile("(bronze|silver|gold|platinum)/([a-z][a-z0-9_]{0,63})");

    /** @throws ProblemException {@code INVALID_DATASET_ID} */
    static DatasetId parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw malformed();
        }
        return new DatasetId(form.group(1), form.group(2));
    }

    static ProblemException malformed() {
        return new ProblemException(
                ProblemCode.INVALID_DATASET_ID,
                "A dataset id is a layer, a slash and a name of lower-case letters, digits and underscores, such as gold/txn_daily.");
    }

    @Override
    public String toString() {
        return layer + "/" + name;
    }
}
