package dev.scout.loader.source.orc;

import static dev.scout.loader.source.orc.StripeStreams.DATA;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import java.io.IOException;

/** Makes the columns of a stripe. */
final class Columns {

    private static final int LONG_DIGITS = 18;

    /** Records that take no bytes can be stated in any number. */
    private static final long MOST_EMPTY_RECORDS = 10_000_000;

    private final OrcTail tail;
    private final StripeStreams streams;
    private final Limits limits;

    Columns(OrcTail tail, StripeStreams streams, Limits limits) {
        this.tail = tail;
        this.streams = streams;
        this.limits = limits;
    }

    /**
     * @param name for messages
     */
    OrcColumn of(int column, String name) throws IOException {
        OrcType type = tail.types().get(column);
        return switch (type.kind()) {
            case BOOLEAN -> bits(type);
            case BYTE -> bytes(type);
            case SHORT, INT, LONG -> integers(type);
            case FLOAT -> floats(type);
            case DOUBLE -> doubles(type);
            case STRING, VARCHAR, CHAR -> TextColumn.of(streams, type, name, limits);
            case BINARY, GEOMETRY, GEOGRAPHY -> new BinaryColumn(streams, type, limits);
            case TIMESTAMP, TIMESTAMP_INSTANT -> new TimestampColumn(streams, type, tail.hybridCalendar(), limits);
            case DATE -> dates(type);
            case DECIMAL ->
                tail.decimalsAsLongs() && type.precision() <= LONG_DIGITS
                        ? decimalLongs(type)
                        : new DecimalColumn(streams, type, limits);
            case STRUCT -> struct(type, name);
            case LIST -> new ListColumn(streams, type, of(type.children().get(0), name), limits);
            case MAP -> map(type, name);
            case UNION -> union(type, name);
        };
    }

    /**
     * The column that holds the records: an object, whatever it is made of.
     *
     * @param rows how many the stripe states
     */
    Records records(long rows) throws IOException {
        OrcColumn root = of(0, "");
        if (rows > MOST_EMPTY_RECORDS && root.readsNothing()) {
            throw new CorruptOrcException("it states " + rows + " records, and has no columns");
        }
        boolean isStruct = tail.types().get(0).kind() == OrcType.Kind.STRUCT;
        return target -> {
            if (isStruct && root.hasNext()) {
                root.value(target);
                return;
            }
            target.ascii("{\"value\":");
            if (isStruct) {
                target.ascii("null");
            } else {
                root.write(target);
            }
            target.raw((byte) '}');
        };
    }

    private StructColumn struct(OrcType type, String name) throws IOException {
        OrcColumn[] fields = new OrcColumn[type.children().size()];
        for (int i = 0; i < fields.length; i++) {
            String field = type.names().get(i);
            fields[i] = of(type.children().get(i), name.isEmpty() ? field : name + "." + field);
        }
        return new StructColumn(streams, type, fields, limits);
    }

    private OrcColumn map(OrcType type, String name) throws IOException {
        int key = type.children().get(0);
        boolean textKeys = tail.types().get(key).kind().isText();
        return new MapColumn(streams, type, of(key, name), of(type.children().get(1), name), textKeys, limits);
    }

    private OrcColumn union(OrcType type, String name) throws IOException {
        OrcColumn[] variants = new OrcColumn[type.children().size()];
        for (int i = 0; i < variants.length; i++) {
            variants[i] = of(type.children().get(i), name);
        }
        return new UnionColumn(streams, type, variants, limits);
    }

    private OrcColumn bits(OrcType type) {
        Bytes data = new Bytes(streams.stream(type.column(), DATA));
        return new OrcColumn(streams, type, limits) {
            @Override
            void value(JsonText target) throws IOException {
                JsonValues.logical(data.nextBit(), target);
            }
        };
    }

    private OrcColumn bytes(OrcType type) {
        Bytes data = new Bytes(streams.stream(type.column(), DATA));
        return new OrcColumn(streams, type, limits) {
            @Override
            void value(JsonText target) throws IOException {
                JsonValues.integer(data.next(), target);
            }
        };
    }

    private OrcColumn integers(OrcType type) throws IOException {
        Integers data = Integers.of(streams, type.column(), streams.stream(type.column(), DATA), true);
        return new OrcColumn(streams, type, limits) {
            @Override
            void value(JsonText target) throws IOException {
                JsonValues.integer(data.next(), target);
            }
        };
    }

    private OrcColumn floats(OrcType type) {
        Chunks data = streams.stream(type.column(), DATA);
        return new OrcColumn(streams, type, limits) {
            @Override
            void value(JsonText target) throws IOException {
                limits.values().real(Float.intBitsToFloat((int) data.littleEndian(Float.BYTES)), target);
            }
        };
    }

    private OrcColumn doubles(OrcType type) {
        Chunks data = streams.stream(type.column(), DATA);
        return new OrcColumn(streams, type, limits) {
            @Override
            void value(JsonText target) throws IOException {
                limits.values().real(Double.longBitsToDouble(data.littleEndian(Double.BYTES)), target);
            }
        };
    }

    private OrcColumn dates(OrcType type) throws IOException {
        Integers data = Integers.of(streams, type.column(), streams.stream(type.column(), DATA), true);
        return new OrcColumn(streams, type, limits) {
            @Override
            void value(JsonText target) throws IOException {
                long stored = data.next();
                JsonValues.date(tail.hybridCalendar() ? HybridCalendar.isoDay(stored) : stored, target);
            }
        };
    }

    private OrcColumn decimalLongs(OrcType type) {
        Integers data = new IntegersV2(streams.stream(type.column(), DATA), true);
        return new OrcColumn(streams, type, limits) {
            @Override
            void value(JsonText target) throws IOException {
                JsonValues.decimal(data.next(), type.scale(), target);
            }
        };
    }

    /** The records of a stripe, one after the other. */
    @FunctionalInterface
    interface Records {

        /** Writes the next one. */
        void write(JsonText target) throws IOException;
    }
}
