package dev.scout.loader.source.avro;

import dev.scout.loader.source.FileSchema;
import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Sheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The types that are made of others. */
final class AvroParts {

    /** Elements that take no bytes can be stated in any number. */
    private static final long MOST_EMPTY_ELEMENTS = 10_000_000;

    private AvroParts() {}

    /** A record; its fields are set later, since they can be of its own type. */
    static final class Struct implements AvroType {

        private final String name;
        private byte[][] labels = {};
        private AvroType[] types = {};
        private List<String> names = List.of();

        Struct(String name) {
            this.name = name;
        }

        void fields(List<String> fieldNames, List<AvroType> fieldTypes) {
            names = fieldNames;
            types = fieldTypes.toArray(AvroType[]::new);
            labels = new byte[types.length][];
            for (int i = 0; i < types.length; i++) {
                JsonText text = new JsonText()
                        .raw((byte) (i == 0 ? '{' : ','))
                        .string(fieldNames.get(i))
                        .raw((byte) ':');
                labels[i] = Arrays.copyOf(text.bytes(), text.length());
            }
        }

        /** Tells the ledger of its fields. */
        FileSchema describe() {
            FileSchema schema = new FileSchema();
            Set<String> told = new HashSet<>(Set.of(name));
            for (int i = 0; i < types.length; i++) {
                schema.column(names.get(i), types[i].label(told));
            }
            return schema;
        }

        @Override
        public boolean isRecord() {
            return true;
        }

        /** Its fields; where they have been told, its name. */
        @Override
        public String label(Set<String> told) {
            if (!told.add(name)) {
                return name;
            }
            List<FileSchema.Field> fields = new ArrayList<>();
            for (int i = 0; i < types.length; i++) {
                fields.add(new FileSchema.Field(names.get(i), types[i].label(told)));
            }
            return FileSchema.struct(fields);
        }

        @Override
        public void write(AvroInput input, Sheet sheet) {
            sheet.descend();
            JsonText text = sheet.text();
            for (int i = 0; i < types.length; i++) {
                text.raw(labels[i]);
                types[i].write(input, sheet);
            }
            if (types.length == 0) {
                text.raw((byte) '{');
            }
            text.raw((byte) '}');
            sheet.isOver();
            sheet.rise();
        }
    }

    /** One of several types. */
    record Union(List<AvroType> branches) implements AvroType {

        @Override
        public boolean isRecord() {
            return !branches.isEmpty() && branches.stream().allMatch(AvroType::isRecord);
        }

        @Override
        public String label(Set<String> told) {
            return FileSchema.union(
                    branches.stream().map(branch -> branch.label(told)).toList());
        }

        @Override
        public void write(AvroInput input, Sheet sheet) {
            int branch = input.readInt();
            if (branch < 0 || branch >= branches.size()) {
                throw new BadAvroException("a union in it has the branch " + branch + ", of " + branches.size());
            }
            branches.get(branch).write(input, sheet);
        }
    }

    /** One of some names. */
    record Symbols(List<String> symbols) implements AvroType {

        @Override
        public String label(Set<String> told) {
            return "enum";
        }

        @Override
        public void write(AvroInput input, Sheet sheet) {
            int symbol = input.readInt();
            if (symbol < 0 || symbol >= symbols.size()) {
                throw new BadAvroException("an enum in it has the symbol " + symbol + ", of " + symbols.size());
            }
            sheet.text().string(symbols.get(symbol));
        }
    }

    /** An array, or an object of values by name. */
    record Entries(AvroType element, boolean named, String column) implements AvroType {

        @Override
        public String label(Set<String> told) {
            return named ? FileSchema.map("string", element.label(told)) : FileSchema.list(element.label(told));
        }

        @Override
        public void write(AvroInput input, Sheet sheet) {
            sheet.descend();
            JsonText text = sheet.text();
            text.raw((byte) (named ? '{' : '['));
            boolean first = true;
            for (long count = count(input); count != 0; count = count(input)) {
                long begin = input.decoded();
                for (long i = 0; i < count; i++) {
                    if (!first && !sheet.isOver()) {
                        text.raw((byte) ',');
                    }
                    first = false;
                    entry(input, sheet);
                    if (i > MOST_EMPTY_ELEMENTS && input.decoded() == begin) {
                        throw new BadAvroException("an array in it states " + count + " elements of no bytes");
                    }
                }
            }
            text.raw((byte) (named ? '}' : ']'));
            sheet.rise();
        }

        private void entry(AvroInput input, Sheet sheet) {
            if (named) {
                AvroScalar.text(input, input.readLength(), column, sheet);
                sheet.text().raw((byte) ':');
            }
            element.write(input, sheet);
        }

        private static long count(AvroInput input) {
            long count = input.readLong();
            if (count >= 0) {
                return count;
            }
            input.readLong(); // How many bytes these are, for readers that pass over them.
            if (count == Long.MIN_VALUE) {
                throw new BadAvroException("an array in it states " + count + " elements");
            }
            return -count;
        }
    }
}
