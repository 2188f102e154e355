package dev.scout.loader.delta;

import dev.scout.ScoutException;
import dev.scout.loader.event.ObjectEvent;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Ranges;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one table. Delta Kernel knows the table by a name of its own, {@link #ROOT}, so that whatever stands in the real one needs
 * no escapes.
 */
final class TableObjects {

    /** The table for Delta Kernel. */
    static final String ROOT = "scout:/table";

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);
    private static final Pattern S3 = Pattern.compile("s3[an]?://([^/]+)/(.*)", Pattern.DOTALL);

    private final ObjectStore objects;
    private final String bucket;
    private final String root;

    TableObjects(ObjectStore objects, String bucket, String root) {
        this.objects = objects;
        this.bucket = bucket;
        this.root = root;
    }

    String bucket() {
        return bucket;
    }

    /** What the keys of all its objects begin with. */
    String prefix() {
        return LogKey.prefix(root);
    }

    /** For messages. */
    String uri() {
        return "s3://" + bucket + "/" + root;
    }

    /** The key of what Delta Kernel asks for. */
    String key(String kernelPath) {
        return kernelPath.startsWith(ROOT + "/")
                ? LogKey.prefix(root) + kernelPath.substring(ROOT.length() + 1)
                : absoluteKey(kernelPath);
    }

    /** What Delta Kernel calls the object. */
    String kernelPath(String key) {
        return ROOT + "/" + key.substring(LogKey.prefix(root).length());
    }

    /** The key of a data file, from its path in the log, which is a URI: relative to the table's root, or absolute. */
    String dataKey(String path) {
        String decoded = percentDecoded(path);
        return ABSOLUTE.matcher(path).matches() ? absoluteKey(decoded) : LogKey.prefix(root) + decoded;
    }

    private String absoluteKey(String uri) {
        var parts = S3.matcher(uri);
        if (!parts.matches()) {
            throw UnreadableTableException.unsupported(
                    "The table " + uri() + " has the file " + uri
                            + ", which is not in S3; such a table can not be loaded.",
                    new IllegalArgumentException(uri));
        }
        if (!parts.group(1).equals(bucket)) {
            throw UnreadableTableException.unsupported(
                    "The table " + uri() + " has the file " + uri
                            + ", which is in another bucket; a table's files must be in one bucket.",
                    new IllegalArgumentException(uri));
        }
        return parts.group(2);
    }

    /** The next objects whose keys stand behind one. */
    List<LandedObject> list(String prefix, String after) {
        return objects.list(bucket, prefix, after);
    }

    /**
     * Finds an object as it is now.
     *
     * @throws ObjectGoneException where there is none
     */
    LandedObject find(String key) throws ObjectGoneException {
        return objects.find(new ObjectEvent(bucket, key, null, null, null, null, null));
    }

    /**
     * Opens an object.
     *
     * @throws ObjectGoneException where it is not there
     */
    ObjectStream open(LandedObject object) throws ObjectGoneException {
        return objects.open(object);
    }

    /** Any bytes of an object. */
    Ranges ranges(LandedObject object) {
        return objects.ranges(object);
    }

    /**
     * An object from its beginning, for who goes on elsewhere once it has been seen.
     *
     * @throws ObjectGoneException where it is not there
     */
    InputStream glance(LandedObject object) throws ObjectGoneException {
        return objects.glance(object);
    }

    /** A data file or deletion vector that the log names and that is not there yet: uploads come in any order. */
    static ScoutException missing(String what, String key, @Nullable Throwable cause) {
        return new ScoutException(
                "DELTA_INCOMPLETE",
                true,
                what + " names " + key + ", which is not there (yet); its loading is tried again until it is.",
                cause);
    }

    private static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
