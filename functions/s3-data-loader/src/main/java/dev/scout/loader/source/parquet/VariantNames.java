package dev.scout.loader.source.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The names of a variant's fields as its metadata lists them. By the format those of shredded fields are in the list too; some writers leave
 * them out, so they are added behind the others, which keep their numbers.
 */
final class VariantNames {

    private static final int VERSION = 1;
    private static final int FOUR_BYTES = 3 << 6;

    private final Set<String> shredded = new HashSet<>();
    private @Nullable ByteBuffer last;
    private ByteBuffer lastComplete = ByteBuffer.allocate(0);

    VariantNames(GroupType variant) {
        collect(variant);
    }

    /** The metadata with all names. */
    ByteBuffer complete(ByteBuffer metadata) {
        if (shredded.isEmpty()) {
            return metadata;
        }
        if (!metadata.equals(last)) {
            last = copy(metadata);
            lastComplete = withMissing(last.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        }
        return lastComplete.duplicate();
    }

    private void collect(GroupType group) {
        if (!group.containsField("typed_value") || group.getType("typed_value").isPrimitive()) {
            return;
        }
        GroupType typed = group.getType("typed_value").asGroupType();
        if (Shapes.isList(typed)) {
            Type element = typed.getType(0).isPrimitive() ? typed.getType(0) : firstOf(typed);
            if (!element.isPrimitive()) {
                collect(element.asGroupType());
            }
            return;
        }
        for (Type field : typed.getFields()) {
            shredded.add(field.getName());
            if (!field.isPrimitive()) {
                collect(field.asGroupType());
            }
        }
    }

    private static Type firstOf(GroupType list) {
        return list.getType(0).asGroupType().getType(0);
    }

    private ByteBuffer withMissing(ByteBuffer metadata) {
        List<byte[]> names = names(metadata);
        Set<String> missing = new HashSet<>(shredded);
        names.forEach(name -> missing.remove(new String(name, StandardCharsets.UTF_8)));
        if (missing.isEmpty()) {
            return metadata;
        }
        missing.stream().sorted().forEach(name -> names.add(name.getBytes(StandardCharsets.UTF_8)));
        int bytes = names.stream().mapToInt(name -> name.length).sum();
        ByteBuffer complete = ByteBuffer.allocate(1 + Integer.BYTES * (names.size() + 2) + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) (VERSION | FOUR_BYTES))
                .putInt(names.size())
                .putInt(0);
        int end = 0;
        for (byte[] name : names) {
            end += name.length;
            complete.putInt(end);
        }
        names.forEach(complete::put);
        return complete.flip();
    }

    /** The names in the order of their numbers. */
    private static List<byte[]> names(ByteBuffer metadata) {
        int width = (metadata.get(0) >>> 6 & 3) + 1;
        int count = number(metadata, 1, width);
        long text = 1L + width * (count + 2L);
        if (count < 0 || text > metadata.limit()) {
            throw DamageException.of("a variant has " + count + " names, or says so");
        }
        List<byte[]> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = number(metadata, 1 + width * (i + 1), width);
            int to = number(metadata, 1 + width * (i + 2), width);
            if (from < 0 || from > to || text + to > metadata.limit()) {
                throw DamageException.of("a name of a variant lies outside its metadata");
            }
            byte[] name = new byte[to - from];
            metadata.get((int) text + from, name);
            names.add(name);
        }
        return names;
    }

    private static int number(ByteBuffer source, int at, int width) {
        int number = 0;
        for (int i = 0; i < width; i++) {
            number |= (source.get(at + i) & 0xFF) << (Byte.SIZE * i);
        }
        return number;
    }

    private static ByteBuffer copy(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining()).put(source.duplicate());
        return copy.flip();
    }
}
