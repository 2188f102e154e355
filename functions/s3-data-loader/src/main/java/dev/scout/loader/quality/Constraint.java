package dev.scout.loader.quality;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one rule asks of a value. All but {@link Required} are only asked where there is a value. */
sealed interface Constraint {

    /** The name under which quarantine has what broke it, where the rule has no name of its own. */
    String kind();

    /** The end of a sentence that begins with the column and its value; null where the value is as it should be. */
    @Nullable
    String problem(Cell cell);

    /** There is a value. */
    record Required() implements Constraint {

        @Override
        public String kind() {
            return "required";
        }

        @Override
        public @Nullable String problem(Cell cell) {
            return cell.isEmpty() ? "it must have a value" : null;
        }
    }

    /** The value is of a type, by itself or by what its text says. */
    record OfType(String type) implements Constraint {

        @Override
        public String kind() {
            return "type";
        }

        @Override
        public @Nullable String problem(Cell cell) {
            return fits(cell) ? null : "it must be of the type " + type;
        }

        private boolean fits(Cell cell) {
            return switch (type) {
                case "number" -> cell.number() != null;
                case "integer" -> Numbers.isInteger(cell);
                case "boolean" ->
                    cell.isBoolean()
                            || (cell.isText()
                                    && (cell.text().strip().equalsIgnoreCase("true")
                                            || cell.text().strip().equalsIgnoreCase("false")));
                case "text" -> cell.isText();
                case "date" -> cell.isText() && Moments.isDate(cell.text().strip());
                case "timestamp" ->
                    cell.isText() && Moments.isTimestamp(cell.text().strip());
                default -> true;
            };
        }
    }

    /** The number lies between two others; each may be open. */
    record Between(@Nullable BigDecimal min, @Nullable BigDecimal max) implements Constraint {

        @Override
        public String kind() {
            return "range";
        }

        @Override
        public @Nullable String problem(Cell cell) {
            BigDecimal number = cell.number();
            if (number == null) {
                return "it must be a number";
            }
            if (min != null && number.compareTo(min) < 0) {
                return "it must be at least " + min.toPlainString();
            }
            return max != null && number.compareTo(max) > 0 ? "it must be at most " + max.toPlainString() : null;
        }
    }

    /** The moment lies between two others, which text states; each may be open. A day as the end takes in all of the day. */
    record During(@Nullable String min, @Nullable String max) implements Constraint {

        @Override
        public String kind() {
            return "range";
        }

        @Override
        public @Nullable String problem(Cell cell) {
            LocalDateTime moment = cell.isText() ? Moments.local(cell.text().strip()) : null;
            if (moment == null) {
                return "it must be a date or a timestamp";
            }
            LocalDateTime first = min == null ? null : Moments.local(min);
            if (first != null && moment.isBefore(first)) {
                return "it must not be before " + min;
            }
            boolean late = max != null && isBehind(moment, max);
            return late ? "it must not be after " + max : null;
        }

        private static boolean isBehind(LocalDateTime moment, String max) {
            LocalDateTime last = Moments.local(max);
            if (last == null) {
                return false;
            }
            return Moments.isDate(max) ? !moment.isBefore(last.plusDays(1)) : moment.isAfter(last);
        }
    }

    /** The pattern is found in the text. */
    record Matches(Pattern pattern) implements Constraint {

        /** Matching takes time in proportion to the text, but also to the pattern. */
        private static final int LONGEST = 100_000;

        @Override
        public String kind() {
            return "pattern";
        }

        @Override
        public @Nullable String problem(Cell cell) {
            if (cell.isContainer()) {
                return "it must be a single value that matches " + pattern.pattern();
            }
            if (cell.text().length() > LONGEST) {
                return "it is longer than the " + LONGEST + " characters that a pattern is looked for in";
            }
            return pattern.matcher(cell.text()).find() ? null : "it must match " + pattern.pattern();
        }
    }

    /** The value is one of a list. */
    record OneOf(Set<String> texts, Set<BigDecimal> numbers) implements Constraint {

        @Override
        public String kind() {
            return "values";
        }

        @Override
        public @Nullable String problem(Cell cell) {
            if (!cell.isContainer() && texts.contains(cell.text())) {
                return null;
            }
            BigDecimal number = numbers.isEmpty() ? null : cell.number();
            return number != null && numbers.contains(Numbers.plain(number))
                    ? null
                    : "it is not one of the values that it may have";
        }
    }
}
