package dev.scout.loader.source.avro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.FileSchema;
import dev.scout.loader.source.Sheet;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;

/** Reads the records of blocks. A value that is no record becomes one, with the one member {@code value}. */
final class AvroRecords {

    private static final byte[] OPEN = "{\"value\":".getBytes(StandardCharsets.US_ASCII);

    private final AvroType type;
    private final AvroCodec codec;
    private final Sheet sheet;
    private final long memoryBytes;

    private AvroRecords(AvroType type, AvroCodec codec, Sheet sheet, long memoryBytes) {
        this.type = type;
        this.codec = codec;
        this.sheet = sheet;
        this.memoryBytes = memoryBytes;
    }

    static AvroRecords of(AvroHeader header, Sheet sheet, long memoryBytes) {
        AvroCodec codec = AvroCodec.named(header.text("avro.codec", "null"));
        String schema = header.text("avro.schema", "");
        if (schema.isEmpty()) {
            throw new BadAvroException("its header has no schema");
        }
        return new AvroRecords(AvroSchema.parse(schema), codec, sheet, memoryBytes);
    }

    Sheet sheet() {
        return sheet;
    }

    void describe(ObjectNode description) {
        description.put("codec", codec.label());
        if (!type.isRecord()) {
            description.put("wrapped_as", "value");
        }
        schema().describe(description, sheet.values());
    }

    private FileSchema schema() {
        return type instanceof AvroParts.Struct record
                ? record.describe()
                : new FileSchema().column(type.isRecord() ? "" : "value", type.label(new HashSet<>()));
    }

    AvroInput open(AvroBlock block) {
        try {
            return codec.open(block, memoryBytes);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw BadAvroException.of(e);
        }
    }

    /** Reads the next record onto the sheet. */
    void next(AvroInput input) {
        sheet.begin();
        try {
            if (type.isRecord()) {
                type.write(input, sheet);
            } else {
                sheet.text().raw(OPEN);
                type.write(input, sheet);
                sheet.text().raw((byte) '}');
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw BadAvroException.of(e);
        }
    }

    /** Whether a block has just its records. */
    boolean areWellFormed(AvroBlock block) {
        long numbersBefore = sheet.values().nonFinite();
        try {
            AvroInput input = open(block);
            for (long i = 0; i < block.count(); i++) {
                if (input.isAtEnd() && i > 0) {
                    return false;
                }
                next(input);
            }
            return input.isAtEnd();
        } catch (BadAvroException e) {
            return false;
        } finally {
            sheet.values().addNonFinite(numbersBefore - sheet.values().nonFinite());
        }
    }
}
