package dev.scout.loader.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a record a value stands: a column by its name, or a path such as <code>$.store.id</code>, <code>$['a b'][0]</code>.
 *
 * @param root the top-level member
 * @param steps from there on: names, and numbers of elements
 */
record JsonPath(String root, List<Step> steps) {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\['([^']+)'\\]|\\[([0-9]+)\\]");
    private static final int MOST_DIGITS = 9;

    static JsonPath of(String column) {
        if (!column.startsWith("$.") && !column.startsWith("$[")) {
            return new JsonPath(column, List.of());
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(column).region(1, column.length());
        while (step.lookingAt()) {
            String name = step.group(1) == null ? step.group(2) : step.group(1);
            steps.add(name == null ? Step.element(step.group(3)) : new Step(name, -1));
            step.region(step.end(), column.length());
        }
        boolean whole = !steps.isEmpty()
                && step.regionStart() == column.length()
                && steps.get(0).element() < 0;
        return whole
                ? new JsonPath(steps.get(0).name(), List.copyOf(steps.subList(1, steps.size())))
                : new JsonPath(column, List.of());
    }

    /**
     * Follows the steps through a value.
     *
     * @param cell stands on the value of the root, and then on what the path leads to, or on nothing
     */
    void follow(Cell cell) {
        for (Step step : steps) {
            if (!cell.isPresent()) {
                return;
            }
            step.follow(cell);
        }
    }

    /**
     * One step.
     *
     * @param element number of the element, from 0; negative where the step is a name
     */
    record Step(String name, int element) {

        static Step element(String digits) {
            return new Step("", digits.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits));
        }

        void follow(Cell cell) {
            byte[] json = cell.json();
            int to = cell.to();
            if (json[cell.from()] != (element < 0 ? '{' : '[')) {
                cell.leave();
                return;
            }
            int at = cell.from() + 1;
            int found = -1;
            for (int i = 0; ; i++) {
                at = JsonBytes.behindBlanks(json, at, to);
                if (json[at] == '}' || json[at] == ']') {
                    break;
                }
                at = json[at] == ',' ? JsonBytes.behindBlanks(json, at + 1, to) : at;
                boolean fits = i == element;
                if (element < 0) {
                    int nameEnd = JsonBytes.endOfString(json, at + 1, to);
                    fits = JsonBytes.unescaped(json, at + 1, nameEnd).equals(name);
                    at = JsonBytes.behindBlanks(json, nameEnd + 1, to) + 1;
                    at = JsonBytes.behindBlanks(json, at, to);
                }
                found = fits ? at : found;
                at = JsonBytes.behindValue(json, at, to);
            }
            if (found < 0) {
                cell.leave();
            } else {
                cell.enter(json, found, JsonBytes.behindValue(json, found, to));
            }
        }
    }
}
