package dev.scout.loader.source.avro;

import dev.scout.loader.source.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The beginning of a file.
 *
 * @param meta by name; the values are bytes
 * @param sync stands behind each block
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record AvroHeader(Map<String, byte[]> meta, byte[] sync) {

    static final int SYNC_BYTES = 16;

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int FIRST_BYTES = 64 * 1024;
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** Reads and passes it. */
    static AvroHeader read(AvroSource source) {
        for (int size = FIRST_BYTES; ; size *= 4) {
            int seen = source.look(size);
            AvroInput input = new AvroInput(source.buffer(), source.position(), source.position() + seen);
            try {
                AvroHeader header = read(input);
                source.pass((int) input.decoded());
                return header;
            } catch (BadAvroException e) {
                if (!e.rule().equals(Refusal.TRUNCATED) || seen < size || size > MOST_BYTES) {
                    throw new BadAvroException(e.rule(), "its header can not be read: " + e.getMessage());
                }
            }
        }
    }

    private static AvroHeader read(AvroInput input) {
        for (byte letter : MAGIC) {
            if (input.readByte() != letter) {
                throw new BadAvroException("it does not begin as an Avro file does");
            }
        }
        Map<String, byte[]> meta = meta(input);
        return new AvroHeader(meta, bytes(input, SYNC_BYTES));
    }

    /** A map of bytes. */
    static Map<String, byte[]> meta(AvroInput input) {
        Map<String, byte[]> meta = new HashMap<>();
        for (long count = input.readLong(); count != 0; count = input.readLong()) {
            if (count < 0) {
                count = -count;
                input.readLong(); // How many bytes the entries have.
            }
            for (long i = 0; i < count; i++) {
                String name = new String(bytes(input, input.readLength()), StandardCharsets.UTF_8);
                meta.put(name, bytes(input, input.readLength()));
            }
        }
        return meta;
    }

    String text(String name, String otherwise) {
        byte[] value = meta.get(name);
        return value == null ? otherwise : new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(AvroInput input, long length) {
        if (length > MOST_BYTES) {
            throw new BadAvroException("it states a value of " + length + " bytes");
        }
        int from = input.readBytes((int) length);
        return Arrays.copyOfRange(input.buffer(), from, from + (int) length);
    }
}
