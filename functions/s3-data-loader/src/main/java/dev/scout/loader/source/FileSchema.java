package dev.scout.loader.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a file states about its columns, for the ledger's {@code reader.schema}: with it the strings in bronze can be turned back into what
 * they stand for (NaN, bytes, timestamps of a unit and zone).
 */
public final class FileSchema {

    private static final int MOST_BYTES = 1024 * 1024;

    private final ArrayNode columns = JsonNodeFactory.instance.arrayNode();
    private int bytes;
    private int leftOut;

    /** Adds a column, in the order of the file. */
    public FileSchema column(String name, String type) {
        bytes += name.length() + type.length();
        if (bytes > MOST_BYTES) {
            leftOut++;
        } else {
            columns.addObject().put("name", name).put("type", type);
        }
        return this;
    }

    /** Puts it, and the count of NaN and infinities where there are any, into the ledger's {@code reader}. */
    public void describe(ObjectNode description, JsonValues values) {
        description.set("schema", columns);
        if (leftOut > 0) {
            description.put("schema_columns_left_out", leftOut);
        }
        if (values.nonFinite() > 0) {
            description.put("non_finite", values.nonFinite());
        }
    }

    public static String decimal(int precision, int scale) {
        return "decimal(" + precision + "," + scale + ")";
    }

    public static String fixed(int length) {
        return "fixed(" + length + ")";
    }

    /** {@code timestamp(micros, UTC)} where it is an instant, {@code timestamp(micros)} where it is local. */
    public static String timestamp(String unit, boolean instant) {
        return "timestamp(" + unit + (instant ? ", UTC)" : ")");
    }

    public static String time(String unit, boolean utc) {
        return "time(" + unit + (utc ? ", UTC)" : ")");
    }

    public static String list(String element) {
        return "list<" + element + ">";
    }

    public static String map(String key, String value) {
        return "map<" + key + ", " + value + ">";
    }

    public static String struct(List<Field> fields) {
        return fields.stream()
                .map(field -> field.name() + ": " + field.type())
                .collect(Collectors.joining(", ", "struct<", ">"));
    }

    public static String union(List<String> branches) {
        return "union<" + String.join(", ", branches) + ">";
    }

    /** A type with what else the file says of it, such as {@code geometry(OGC:CRS84)}. */
    public static String with(String type, @Nullable String more) {
        return more == null ? type : type + "(" + more + ")";
    }

    /** A field of a struct. */
    public record Field(String name, String type) {}
}
