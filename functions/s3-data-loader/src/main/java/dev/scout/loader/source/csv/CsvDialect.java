package dev.scout.loader.source.csv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the fields of a delimited text are told apart.
 *
 * @param delimiter an ASCII character
 * @param quote an ASCII character; doubled inside a quoted field it stands for itself
 * @param consistent whether the beginning of the text really looks like fields with this delimiter
 */
public record CsvDialect(byte delimiter, byte quote, boolean consistent) {

    private static final byte[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int SAMPLED_RECORDS = 500;
    private static final int LARGEST_SAMPLE = 256 * 1024;

    /**
     * The dialect in which the text's first records have the most even number of fields.
     *
     * @param likely the delimiter to take where several are as good
     */
    public static CsvDialect detect(byte[] text, int from, int to, boolean whole, byte likely) {
        int end = Math.min(to, from + LARGEST_SAMPLE);
        boolean complete = whole && end == to;
        CsvDialect best = new CsvDialect(likely, (byte) '"', false);
        double bestScore = 0;
        for (byte quote : new byte[] {'"', '\''}) {
            for (byte delimiter : DELIMITERS) {
                Sample sample = Sample.of(text, from, end, complete, delimiter, quote);
                double score = sample.score() + (delimiter == likely ? 0.001 : 0);
                if (quote == '\'' && !sample.quotesMatter()) {
                    continue;
                }
                if (sample.score() > 0 && score > bestScore) {
                    best = new CsvDialect(delimiter, quote, sample.evenness() >= 0.5);
                    bestScore = score;
                }
            }
        }
        return best;
    }

    /** The records at the beginning, as one dialect would have them. */
    private record Sample(int records, int headerFields, int sameAsHeader, int quotedFields, int brokenQuotes) {

        static Sample of(byte[] text, int from, int to, boolean complete, byte delimiter, byte quote) {
            List<Integer> counts = new ArrayList<>();
            int quoted = 0;
            int broken = 0;
            int at = from;
            while (at < to && counts.size() < SAMPLED_RECORDS) {
                int fields = 0;
                boolean empty = text[at] == '\n' || text[at] == '\r';
                boolean ended = false;
                while (!ended) {
                    fields++;
                    int open = behindBlanks(text, at, to, delimiter);
                    if (open < to && text[open] == quote) {
                        at = open;
                        quoted++;
                        at = behindQuoted(text, at + 1, to, quote);
                        broken += at < to && text[at] != delimiter && text[at] != '\n' && text[at] != '\r' ? 1 : 0;
                    }
                    while (at < to && text[at] != delimiter && text[at] != '\n' && text[at] != '\r') {
                        at++;
                    }
                    ended = at >= to || text[at] != delimiter;
                    at++;
                }
                boolean cut = at > to && !complete;
                if (!empty && !(cut && !counts.isEmpty())) {
                    counts.add(fields);
                }
            }
            int header = counts.isEmpty() ? 0 : counts.get(0);
            int same = (int) counts.stream().filter(count -> count == header).count();
            return new Sample(counts.size(), header, same, quoted, broken);
        }

        private static int behindBlanks(byte[] text, int from, int to, byte delimiter) {
            int at = from;
            while (at < to && isBlank(text[at], delimiter)) {
                at++;
            }
            return at;
        }

        private static int behindQuoted(byte[] text, int from, int to, byte quote) {
            int at = from;
            while (at < to) {
                if (text[at] == quote) {
                    if (at + 1 >= to || text[at + 1] != quote) {
                        return at + 1;
                    }
                    at++;
                }
                at++;
            }
            return to;
        }

        double evenness() {
            return records == 0 ? 0 : (double) sameAsHeader / records;
        }

        /** Evenness first; where that is the same, more fields are better. */
        double score() {
            if (headerFields < 2) {
                return 0;
            }
            double wrongQuotes = quotedFields == 0 ? 0 : (double) brokenQuotes / quotedFields;
            return evenness() - wrongQuotes + Math.min(headerFields, 50) * 0.002;
        }

        /** Whether quotes stand around fields and not within words. */
        boolean quotesMatter() {
            return quotedFields >= 2 && brokenQuotes == 0;
        }
    }

    /** Whether a byte may stand beside a quoted field and mean nothing. */
    public static boolean isBlank(byte b, byte delimiter) {
        return b == ' ' || (b == '\t' && delimiter != '\t');
    }

    /** Names for the columns of a header: none empty, none twice. */
    public static List<String> columnNames(List<String> header) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> written = new HashSet<>(header);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String base = header.get(i).isEmpty() ? "column_" + (i + 1) : header.get(i);
            String name = base;
            while (names.contains(name) || (!name.equals(base) && written.contains(name))) {
                name = base + "_" + (seen.merge(base, 1, Integer::sum) + 1);
            }
            names.add(name);
        }
        return List.copyOf(names);
    }
}
