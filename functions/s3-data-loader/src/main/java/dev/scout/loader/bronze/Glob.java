package dev.scout.loader.bronze;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A pattern over object keys: {@code *} within a path part, {@code **} across parts, {@code ?}, <code>{a,b}</code> alternatives (also in
 * each other), <code>{date}</code> a yyyy-MM-dd date and any other <code>{word}</code> one path part or a piece of one.
 */
final class Glob {

    private static final int MAX_ALTERNATIVES = 1000;

    private final List<Alternative> alternatives;

    private Glob(List<Alternative> alternatives) {
        this.alternatives = alternatives;
    }

    static Glob of(String pattern) {
        List<String> expanded = new ArrayList<>();
        expand(pattern, expanded);
        return new Glob(expanded.stream().map(Alternative::of).toList());
    }

    /** How many characters at the key's beginning the pattern spells out, at best; empty where it does not match. */
    OptionalInt match(String key) {
        return alternatives.stream()
                .filter(alternative -> alternative.regex().matcher(key).matches())
                .mapToInt(alternative -> alternative.literal().length())
                .max();
    }

    /** What the keys that it matches begin with, one for each alternative. */
    List<String> prefixes() {
        return alternatives.stream().map(Alternative::literal).toList();
    }

    private static void expand(String pattern, List<String> into) {
        int open = indexOfAlternatives(pattern);
        if (open < 0) {
            if (into.size() == MAX_ALTERNATIVES) {
                throw new IllegalArgumentException("it has more than " + MAX_ALTERNATIVES + " alternatives");
            }
            into.add(pattern);
            return;
        }
        int close = closing(pattern, open);
        for (String choice : choices(pattern.substring(open + 1, close))) {
            expand(pattern.substring(0, open) + choice + pattern.substring(close + 1), into);
        }
    }

    /** Where the first braces with alternatives begin; braces without a comma are a placeholder. */
    private static int indexOfAlternatives(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '{') {
                int close = closing(pattern, i);
                String inside = pattern.substring(i + 1, close);
                if (inside.indexOf(',') >= 0 || inside.indexOf('{') >= 0) {
                    return i;
                }
                i = close;
            }
        }
        return -1;
    }

    private static int closing(String pattern, int open) {
        int depth = 0;
        for (int i = open; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '{') {
                depth++;
            } else if (pattern.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a brace is not closed");
    }

    private static List<String> choices(String inside) {
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                choices.add(inside.substring(begin, i));
                begin = i + 1;
            }
        }
        choices.add(inside.substring(begin));
        return choices;
    }

    private record Alternative(Pattern regex, String literal) {

        static Alternative of(String glob) {
            StringBuilder regex = new StringBuilder();
            int literalLength = -1;
            int i = 0;
            while (i < glob.length()) {
                char c = glob.charAt(i);
                boolean wild = c == '*' || c == '?' || c == '{';
                if (wild && literalLength < 0) {
                    literalLength = i;
                }
                if (glob.startsWith("**/", i)) {
                    regex.append("(?:.*/)?");
                    i += 3;
                } else if (glob.startsWith("**", i)) {
                    regex.append(".*");
                    i += 2;
                } else if (c == '*') {
                    regex.append("[^/]*");
                    i++;
                } else if (c == '?') {
                    regex.append("[^/]");
                    i++;
                } else if (c == '{') {
                    int close = glob.indexOf('}', i);
                    regex.append(glob.substring(i + 1, close).equals("date") ? "\\d{4}-\\d{2}-\\d{2}" : "[^/]+");
                    i = close + 1;
                } else {
                    regex.append(Pattern.quote(String.valueOf(c)));
                    i++;
                }
            }
            return new Alternative(
                    Pattern.compile(regex.toString(), Pattern.DOTALL),
                    literalLength < 0 ? glob : glob.substring(0, literalLength));
        }
    }
}
