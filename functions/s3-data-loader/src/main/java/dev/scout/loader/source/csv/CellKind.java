package dev.scout.loader.source.csv;

/** What a field looks like, roughly: enough to tell names from data. */
enum CellKind {
    EMPTY,
    NUMBER,
    DATE,
    TEXT;

    /** Of a field as it stands in the file, quotes included. */
    static CellKind of(byte[] text, int begin, int end) {
        int from = begin;
        int to = end;
        while (from < to && isEdge(text[from])) {
            from++;
        }
        while (to > from && isEdge(text[to - 1])) {
            to--;
        }
        if (from == to) {
            return EMPTY;
        }
        int digits = 0;
        int letters = 0;
        int separators = 0;
        int signs = 0;
        int foreign = 0;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b >= '0' && b <= '9') {
                digits++;
            } else if (isLetter(b)) {
                letters++;
            } else if ((b == '-' || b == '/' || b == ':' || b == '.') && i > from && i + 1 < to) {
                separators++;
            } else if ("+-.,()%$ ".indexOf(b) >= 0) {
                signs++;
            } else if (b < 0) {
                foreign++; // A currency's sign has three bytes at most.
            } else {
                return TEXT;
            }
        }
        boolean beginsWithDigit = text[from] >= '0' && text[from] <= '9';
        if (beginsWithDigit && separators >= 2 && digits >= 4 && letters <= 5) {
            return DATE;
        }
        boolean exponent =
                letters == 1 && beginsWithDigit && digits > 1 && (text[to - 1] >= '0' && text[to - 1] <= '9');
        boolean plain = letters == 0 || (exponent && hasExponent(text, from, to));
        return digits > foreign / 3 && foreign <= 3 && separators <= 1 && signs <= digits + 3 && plain ? NUMBER : TEXT;
    }

    private static boolean hasExponent(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(byte b) {
        return b == ' ' || b == '\t' || b == '"' || b == '\'';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
