package dev.scout.transform.canonical;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the records of one source into canonical form. Not for several threads. */
public final class Canonicalizer {

    private static final Location OCCURRED = Location.parse("$.substitution_event.occurred");
    private static final Location OCCURRED_FLAT = Location.parse("$.substitution_occurred");
    private static final FieldSource STARTED = times("$.tx_start_ts");
    private static final FieldSource ENDED = times("$.tx_end_ts");

    private final @Nullable Mapping mapping;
    private final ValueReader reader;

    /** @param mapping null where the records have a shape that Scout knows */
    public Canonicalizer(@Nullable Mapping mapping, ReadSettings settings) {
        this.mapping = mapping;
        this.reader = new ValueReader(settings);
    }

    /** Whether each record is a line of a transaction, and not a transaction. */
    public boolean readsLineItems() {
        return mapping != null && mapping.isLineItems();
    }

    /** What the records describe; null where they are transactions, or lines of them. */
    public @Nullable Subject describes() {
        return mapping == null ? null : mapping.subject();
    }

    /**
     * A record that describes something: its id and what it says of it. A product's sku is made as a line's is.
     *
     * @param json the record as bronze holds it, in UTF-8
     */
    public Values readDescription(Subject subject, byte[] json) {
        Values values = new Values();
        Object record = parsed(json);
        for (Field field : subject.fields()) {
            FieldSource source = mapping == null ? null : mapping.source(field);
            values.set(field, source == null ? null : reader.read(field, source, record, null));
        }
        return subject == Subject.PRODUCT ? withSku(values) : values;
    }

    /**
     * A record that is a line of a transaction, where {@link #readsLineItems}.
     *
     * @param json the record as bronze holds it, in UTF-8
     */
    public LineItem readLine(byte[] json) {
        if (mapping == null || !mapping.isLineItems()) {
            throw new IllegalStateException("records of this source are not lines");
        }
        return new LineItem(mapping, parsed(json));
    }

    /**
     * A record that is a transaction, unless {@link #readsLineItems}.
     *
     * @param json the record as bronze holds it, in UTF-8
     */
    public CanonicalTransaction read(byte[] json) {
        if (readsLineItems()) {
            throw new IllegalStateException("records of this source are lines");
        }
        Object record = parsed(json);
        if (mapping != null) {
            return mapped(mapping, record);
        }
        Shape shape = Shape.of(record);
        CanonicalTransaction transaction = mapped(shape.mapping(), record);
        return switch (shape) {
            case EDGE -> edge(transaction, record);
            case POS -> pos(transaction, record);
            case FLAT -> transaction;
        };
    }

    private static @Nullable Object parsed(byte[] json) {
        try {
            return Json.read(json);
        } catch (IOException notJson) {
            return null;
        }
    }

    private CanonicalTransaction mapped(Mapping by, @Nullable Object record) {
        List<?> items = items(by, record);
        Values fields = new Values();
        complete(fields, by, record, items);
        List<Values> lines = new ArrayList<>();
        List<Substitution> substitutions = new ArrayList<>(0);
        for (Object item : items) {
            substitute(by, record, item, lines.size(), substitutions);
            lines.add(line(by, record, item));
        }
        substitute(by, record, null, Substitution.WHOLE_TRANSACTION, substitutions);
        return new CanonicalTransaction(fields, lines, substitutions);
    }

    /** Reads the fields of a transaction that are not known yet. */
    private void complete(Values known, Mapping by, @Nullable Object record, List<?> items) {
        for (Map.Entry<Field, FieldSource> source : by.sources(Level.TRANSACTION)) {
            Field field = source.getKey();
            if (!known.knows(field)) {
                known.complete(field, transactionValue(field, source.getValue(), record, items));
            }
        }
    }

    /** A field of the transaction that stands in its items is the first that they have. */
    private @Nullable Object transactionValue(Field field, FieldSource source, @Nullable Object record, List<?> items) {
        if (!source.ofItem()) {
            return reader.read(field, source, record, null);
        }
        for (Object item : items) {
            Object value = reader.read(field, source, record, item);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private Values line(Mapping by, @Nullable Object record, @Nullable Object item) {
        Values line = new Values();
        for (Map.Entry<Field, FieldSource> source : by.sources(Level.LINE)) {
            line.set(source.getKey(), reader.read(source.getKey(), source.getValue(), record, item));
        }
        return withSku(line);
    }

    private static Values withSku(Values line) {
        if (!line.states(Field.SKU)) {
            line.set(Field.SKU, Text.slug(line.text(Field.BRAND_NAME), line.text(Field.PRODUCT_NAME)));
        }
        return line;
    }

    /** Adds what the mapping names at this place: of an item, of a line-item row, or (with no item) of the whole transaction. */
    private void substitute(
            Mapping by, @Nullable Object record, @Nullable Object item, int line, List<Substitution> substitutions) {
        FieldSource from = by.source(Field.FROM_PRODUCT);
        boolean whole = line == Substitution.WHOLE_TRANSACTION;
        boolean standsHere = by.isLineItems() || from == null || from.ofItem() != whole;
        if (from == null || !standsHere) {
            return;
        }
        Values values = new Values();
        for (Field field : Field.of(Level.SUBSTITUTION)) {
            FieldSource source = by.source(field);
            values.set(field, source == null ? null : reader.read(field, source, record, item));
        }
        String asked = values.text(Field.FROM_PRODUCT);
        if (asked != null && !asked.equals(values.text(Field.TO_PRODUCT))) {
            substitutions.add(new Substitution(line, values));
        }
    }

    private static List<?> items(Mapping by, @Nullable Object record) {
        Location location = by.items();
        Object found = location == null ? null : location.in(record, null);
        Object items = found instanceof String text ? Json.readNested(text) : found;
        if (items == null) {
            return List.of();
        }
        return items instanceof List<?> list ? list : List.of(items);
    }

    private CanonicalTransaction edge(CanonicalTransaction transaction, @Nullable Object record) {
        transaction.fields().set(Field.DURATION_SECONDS, seconds(record));
        return new CanonicalTransaction(
                transaction.fields(),
                transaction.lines(),
                transaction.substitutions().stream()
                        .filter(substitution -> substitution.values().states(Field.TO_PRODUCT))
                        .toList());
    }

    private @Nullable BigDecimal seconds(@Nullable Object record) {
        Object started = reader.read(Field.TIMESTAMP, STARTED, record, null);
        Object ended = reader.read(Field.TIMESTAMP, ENDED, record, null);
        if (!(started instanceof Moment start) || !(ended instanceof Moment end)) {
            return null;
        }
        Duration duration = Duration.between(start.instant(), end.instant());
        return duration.isNegative()
                ? null
                : BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano() / 1000, 6))
                        .stripTrailingZeros();
    }

    private CanonicalTransaction pos(CanonicalTransaction transaction, @Nullable Object record) {
        Values main = line(Shape.POS.mapping(), record, null);
        List<Values> lines = new PosLines(reader, transaction.fields(), main).in(record);
        boolean occurred = occurred(record);
        return new CanonicalTransaction(
                transaction.fields(),
                lines,
                occurred
                        ? transaction.substitutions().stream()
                                .map(substitution ->
                                        new Substitution(Substitution.WHOLE_TRANSACTION, substitution.values()))
                                .toList()
                        : List.of());
    }

    /** Whether a substitution is not denied: a record that names its products need not say so. */
    private static boolean occurred(@Nullable Object record) {
        Object nested = OCCURRED.in(record, null);
        String said = Text.of(nested == null ? OCCURRED_FLAT.in(record, null) : nested);
        return said == null || !(said.equalsIgnoreCase("false") || said.equals("0") || said.equalsIgnoreCase("no"));
    }

    private static FieldSource times(String path) {
        return new FieldSource(
                List.of(Location.parse(path)), List.of(), Map.of(), null, List.of(), ZoneOffset.UTC, null);
    }

    /** A line of a transaction; what it says of the transaction is read only as far as that is not known from its other lines. */
    public final class LineItem {

        private final Mapping by;
        private final @Nullable Object record;

        private LineItem(Mapping by, @Nullable Object record) {
            this.by = by;
            this.record = record;
        }

        /** Id of the transaction; null where the record has none that can be read. */
        public @Nullable String transactionId() {
            FieldSource source = by.source(Field.TRANSACTION_ID);
            Object id = source == null ? null : transactionValue(Field.TRANSACTION_ID, source, record, List.of());
            return id instanceof String text ? text : null;
        }

        /** Adds to what is known of the transaction. */
        public void complete(Values transaction) {
            Canonicalizer.this.complete(transaction, by, record, List.of());
        }

        public Values line() {
            return Canonicalizer.this.line(by, record, null);
        }

        public List<Substitution> substitutions() {
            List<Substitution> substitutions = new ArrayList<>(0);
            substitute(by, record, null, 0, substitutions);
            return substitutions;
        }
    }
}
