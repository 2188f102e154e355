package dev.scout.loader.source.orc;

import dev.scout.loader.source.FileSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column's type; the types of a file are a list in which a type stands before those that it is made of.
 *
 * @param column the number of the column
 * @param children the numbers of the columns that it is made of
 * @param names of the fields of a struct
 * @param length of a char or varchar
 */
record OrcType(
        int column, Kind kind, List<Integer> children, List<String> names, int length, int precision, int scale) {

    private static final int DEEPEST = 500;

    /** In the order of the specification's numbers. */
    enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        TIMESTAMP,
        LIST,
        MAP,
        STRUCT,
        UNION,
        DECIMAL,
        DATE,
        VARCHAR,
        CHAR,
        TIMESTAMP_INSTANT,
        GEOMETRY,
        GEOGRAPHY;

        boolean isText() {
            return this == STRING || this == VARCHAR || this == CHAR;
        }
    }

    static OrcType parse(Message message, int column) throws CorruptOrcException {
        long kind = 0;
        List<Integer> children = Message.numbers();
        List<String> names = new ArrayList<>();
        int length = 0;
        int precision = 0;
        int scale = 0;
        for (int field = message.next(); field != 0; field = message.next()) {
            switch (field) {
                case 1 -> kind = message.number();
                case 2 -> message.addNumbers(children);
                case 3 -> names.add(message.text());
                case 4 -> length = message.integer();
                case 5 -> precision = message.integer();
                case 6 -> scale = message.integer();
                default -> message.skip();
            }
        }
        List<Kind> kinds = List.of(Kind.values());
        if (kind < 0 || kind >= kinds.size()) {
            throw new CorruptOrcException("column " + column + " has a type that the format does not know");
        }
        return new OrcType(column, kinds.get((int) kind), children, names, length, precision, scale);
    }

    /** Checks that the types are a tree, so that nobody walks in circles. */
    static void check(List<OrcType> types) throws CorruptOrcException {
        if (types.isEmpty()) {
            throw new CorruptOrcException("it states no columns");
        }
        int[] depths = new int[types.size()];
        boolean[] used = new boolean[types.size()];
        for (OrcType type : types) {
            type.checkForm();
            for (int child : type.children) {
                if (child <= type.column || child >= types.size() || used[child]) {
                    throw new CorruptOrcException("its columns are no tree");
                }
                used[child] = true;
                depths[child] = depths[type.column] + 1;
                if (depths[child] > DEEPEST) {
                    throw new CorruptOrcException("its columns go deeper than " + DEEPEST + " levels");
                }
            }
        }
    }

    /** The type in words, for the ledger. */
    String describe(List<OrcType> types) {
        List<String> parts =
                children.stream().map(child -> types.get(child).describe(types)).toList();
        return switch (kind) {
            case BOOLEAN, FLOAT, DOUBLE, STRING, DATE, GEOMETRY, GEOGRAPHY ->
                kind.name().toLowerCase(Locale.ROOT);
            case BYTE -> "int8";
            case SHORT -> "int16";
            case INT -> "int32";
            case LONG -> "int64";
            case BINARY -> "bytes";
            case CHAR, VARCHAR -> kind.name().toLowerCase(Locale.ROOT) + "(" + length + ")";
            case DECIMAL -> precision == 0 ? "decimal" : FileSchema.decimal(precision, scale);
            case TIMESTAMP -> FileSchema.timestamp("nanos", false);
            case TIMESTAMP_INSTANT -> FileSchema.timestamp("nanos", true);
            case LIST -> FileSchema.list(parts.get(0));
            case MAP -> FileSchema.map(parts.get(0), parts.get(1));
            case UNION -> FileSchema.union(parts);
            case STRUCT -> {
                List<FileSchema.Field> fields = new ArrayList<>();
                for (int i = 0; i < parts.size(); i++) {
                    fields.add(new FileSchema.Field(names.get(i), parts.get(i)));
                }
                yield FileSchema.struct(fields);
            }
        };
    }

    private void checkForm() throws CorruptOrcException {
        boolean fits = switch (kind) {
            case STRUCT -> names.size() == children.size();
            case LIST -> children.size() == 1;
            case MAP -> children.size() == 2;
            case UNION -> !children.isEmpty();
            default -> children.isEmpty();
        };
        if (!fits) {
            throw new CorruptOrcException("column " + column + " has not the parts that its type needs");
        }
    }
}
