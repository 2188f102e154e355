package dev.scout.loader.source.csv;

import dev.scout.loader.source.Content;
import dev.scout.loader.source.csv.CsvSample.Row;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a delimited text is laid out: what the pipeline fixes, and for the rest what its beginning tells.
 *
 * @param consistent whether the beginning looks like fields with this delimiter whatever the file is called
 * @param comment what a comment begins with; {@link CsvDialect#NONE} where there are none
 * @param everyComment whether each line that begins so is a comment; else only one that has not as many fields as the header
 * @param skippedLines how many lines stand before the header, or the first record
 * @param hasHeader whether the first row holds the names
 * @param columns the names, where the pipeline fixes them
 * @param nullTexts what a field without quotes means nothing by, besides being empty
 * @param emptyLinesAreRows whether an empty line is a row before the columns are known: there is one column, and nothing else, or no names
 */
public record CsvLayout(
        CsvDialect dialect,
        LineEnd lineEnd,
        boolean consistent,
        byte comment,
        boolean everyComment,
        int skippedLines,
        boolean hasHeader,
        @Nullable List<String> columns,
        List<byte[]> nullTexts,
        boolean emptyLinesAreRows) {

    private static final byte[] DELIMITERS = {',', ';', '\t', '|'};

    /** Not looked for unless none of the usual ones fits. */
    private static final byte[] RARE_DELIMITERS = {'^', '~', 1, 0x1F};

    private static final int LARGEST_SAMPLE = 256 * 1024;
    private static final String EXCEL_DELIMITER = "sep=";

    /**
     * @param likely the delimiter to take where several are as good
     * @param expected names of columns that the pipeline's mapping reads
     */
    public static CsvLayout of(Content content, CsvOptions options, byte likely, Set<String> expected) {
        return new Search(content, options, likely, expected).run();
    }

    boolean isTabbed() {
        return dialect.delimiter() == '\t';
    }

    /** The name of the format. */
    public String format() {
        return isTabbed() ? "tsv" : "csv";
    }

    private static final class Search {

        private final byte[] text;
        private final int from;
        private final int to;
        private final boolean complete;
        private final CsvOptions options;
        private final byte likely;
        private final Set<String> expected;
        private final LineEnd lineEnd;

        Search(Content content, CsvOptions options, byte likely, Set<String> expected) {
            this.text = content.sample();
            this.from = content.consumed();
            this.to = Math.min(content.sampleLength(), from + LARGEST_SAMPLE);
            this.complete = content.sampleIsWhole() && to == content.sampleLength();
            this.options = options;
            this.likely = likely;
            this.expected = expected;
            this.lineEnd = options.lineEnd() == null ? LineEnd.ANY : options.lineEnd();
        }

        CsvLayout run() {
            Integer fixed = options.skipRows();
            int announced = fixed == null && options.delimiter() == null ? announcedDelimiter() : -1;
            int begin = behindLines(fixed != null ? fixed : announced >= 0 ? 1 : 0);
            byte[] delimiters = options.delimiter() != null
                    ? new byte[] {options.delimiter()}
                    : announced >= 0 ? new byte[] {(byte) announced} : DELIMITERS;
            boolean plain = options.skipRows() != null || Boolean.FALSE.equals(options.header());
            CsvSample sample = bestOfAll(begin, delimiters, plain);
            boolean noted = sample.hasPreamble() && text[begin] == '#';
            Boolean header = options.header();
            boolean named = header != null ? header : HeaderSigns.say(sample, expected);
            if (sample.hasPreamble() && !noted && !named) {
                // Without names there is no telling a title from a record; and a delimiter that needs a title to fit
                // may be the wrong one.
                sample = bestOfAll(begin, delimiters, true);
                named = HeaderSigns.say(sample, expected);
            }
            List<Row> table = sample.table();
            int tableBegin = sample.hasPreamble() ? table.get(0).begin() : begin;
            Byte comment = options.comment();
            return new CsvLayout(
                    sample.dialect(),
                    lineEnd,
                    sample.fields() > 1 && sample.evenness() >= 0.5 && (noted || !sample.hasPreamble()),
                    comment != null ? comment : noted ? (byte) '#' : CsvDialect.NONE,
                    comment != null,
                    lines(tableBegin),
                    named,
                    options.columns(),
                    options.nullTexts(),
                    (sample.fields() == 0 && complete) || (sample.fields() < 2 && Boolean.FALSE.equals(header)));
        }

        /**
         * @param plain whether the first row is taken for the header, or the first record, whatever it looks like
         */
        private CsvSample bestOfAll(int begin, byte[] delimiters, boolean plain) {
            CsvSample usual = best(begin, delimiters, plain);
            if (usual.evenness() >= 0.5 && usual.fields() >= 2) {
                return usual;
            }
            CsvSample rare = best(begin, delimiters.length == 1 ? delimiters : RARE_DELIMITERS, plain);
            boolean fits =
                    rare.fields() > 1 && rare.evenness() > 0.9 && rare.table().size() > 1;
            return fits ? rare : usual;
        }

        private CsvSample best(int begin, byte[] delimiters, boolean plain) {
            boolean escapes = options.escape() == null && holdsEscapedQuote();
            CsvSample best = null;
            for (byte quote : options.quote() != null ? new byte[] {options.quote()} : new byte[] {'"', '\''}) {
                for (byte delimiter : delimiters) {
                    for (int i = 0; i < (escapes ? 2 : 1); i++) {
                        byte escape =
                                options.escape() != null ? options.escape() : i == 0 ? CsvDialect.NONE : (byte) '\\';
                        CsvSample sample = sample(begin, new CsvDialect(delimiter, quote, escape), plain);
                        boolean taken = quote == '"' || options.quote() != null || sample.quotesMatter();
                        if (best == null || (taken && score(sample) > score(best))) {
                            best = sample;
                        }
                    }
                }
            }
            CsvSample found =
                    best == null ? sample(begin, new CsvDialect(likely, (byte) '"', CsvDialect.NONE), plain) : best;
            return options.quote() == null ? withoutQuotes(begin, found, plain) : found;
        }

        /** Where most quotes stand in the wrong places, they are no quotes. */
        private CsvSample withoutQuotes(int begin, CsvSample found, boolean plain) {
            if (found.brokenShare() <= 0.5) {
                return found;
            }
            CsvDialect dialect = found.dialect();
            CsvSample bare =
                    sample(begin, new CsvDialect(dialect.delimiter(), CsvDialect.NONE, dialect.escape()), plain);
            return bare.fields() == found.fields() && bare.evenness() > 0.9 ? bare : found;
        }

        private double score(CsvSample sample) {
            byte delimiter = sample.dialect().delimiter();
            double score = sample.score() + (isNamed(sample) ? 1 : 0);
            // A delimiter that splits nothing tells nothing of quotes either.
            return (score == 0 ? -sample.brokenShare() * 0.0001 : score) + (delimiter == likely ? 0.001 : 0);
        }

        /** Whether a name that the mapping reads stands in what would be the header: that tells more than how even the rows are. */
        private boolean isNamed(CsvSample sample) {
            return !Boolean.FALSE.equals(options.header())
                    && sample.fields() > 1
                    && HeaderSigns.holdsName(sample, expected);
        }

        private CsvSample sample(int begin, CsvDialect dialect, boolean plain) {
            return new CsvSample(text, begin, to, complete, dialect, lineEnd, plain);
        }

        private boolean holdsEscapedQuote() {
            for (int i = from; i + 1 < to; i++) {
                if (text[i] == '\\' && (text[i + 1] == '"' || text[i + 1] == '\'')) {
                    return true;
                }
            }
            return false;
        }

        /** Excel's first line that says what the delimiter is; -1 where there is none. */
        private int announcedDelimiter() {
            int at = from + (from < to && text[from] == '"' ? 1 : 0);
            for (int i = 0; i < EXCEL_DELIMITER.length(); i++, at++) {
                if (at >= to || Character.toLowerCase(text[at]) != EXCEL_DELIMITER.charAt(i)) {
                    return -1;
                }
            }
            if (at + 1 >= to || text[at] < 0x01 || text[at] == '\n' || text[at] == '\r') {
                return -1;
            }
            int behind = at + 1 + (text[at + 1] == '"' ? 1 : 0);
            return behind < to && lineEnd.isAt(text, behind, to) ? text[at] : -1;
        }

        private int behindLines(int count) {
            int at = from;
            for (int i = 0; i < count && at < to; i++) {
                at = behindLine(at);
            }
            return at;
        }

        private int behindLine(int begin) {
            int at = begin;
            while (at < to && !lineEnd.isAt(text, at, to)) {
                at++;
            }
            return Math.min(to, at + (at < to ? lineEnd.length(text, at, to) : 0));
        }

        private int lines(int end) {
            int count = 0;
            for (int at = from; at < end; at = behindLine(at)) {
                count++;
            }
            return Math.max(count, options.skipRows() == null ? 0 : options.skipRows());
        }
    }
}
