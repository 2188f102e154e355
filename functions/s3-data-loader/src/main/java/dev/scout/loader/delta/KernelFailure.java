package dev.scout.loader.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.scout.ScoutException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import java.io.FileNotFoundException;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What a failure of Delta Kernel means: its own messages are for its own users. */
final class KernelFailure {

    private KernelFailure() {}

    /**
     * What it means that a version could not be put together.
     *
     * @throws SupersededException where it can not be told any more
     */
    static RuntimeException of(RuntimeException e, TableObjects objects, long version) throws SupersededException {
        String what = what(objects, version);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ScoutException || cause instanceof UnreadableTableException) {
                return (RuntimeException) cause;
            }
            if (cause instanceof UnsupportedTableFeatureException feature) {
                return UnreadableTableException.unsupported(
                        what + " needs what can not be read here: "
                                + String.join(", ", new TreeSet<>(feature.getUnsupportedFeatures())) + ".",
                        e);
            }
            if (cause instanceof UnsupportedProtocolVersionException protocol) {
                return UnreadableTableException.unsupported(
                        what + " needs a reader of protocol version " + protocol.getMinReaderVersion()
                                + "; this one knows those up to 3.",
                        e);
            }
            if (cause instanceof FileNotFoundException missing) {
                return TableObjects.missing(what, String.valueOf(missing.getMessage()), e);
            }
        }
        return unexplained(e, what, objects, version);
    }

    /** Does something with a version that was put together. */
    static <T> T guarded(TableObjects objects, long version, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            try {
                throw of(e, objects, version);
            } catch (SupersededException superseded) {
                throw TableObjects.missing(what(objects, version), "a file", superseded);
            }
        }
    }

    /** For messages. */
    static String what(TableObjects objects, long version) {
        return "Version " + version + " of the Delta table " + objects.uri();
    }

    private static RuntimeException unexplained(RuntimeException e, String what, TableObjects objects, long version)
            throws SupersededException {
        String message = String.valueOf(e.getMessage());
        if (message.contains("catalogManaged")) {
            return UnreadableTableException.unsupported(
                    what + " needs what can not be read here: catalogManaged (its commits are in a catalog).", e);
        }
        TableLog log = TableLog.list(objects);
        if (log.tells(version)) {
            return UnreadableTableException.corrupt(what + " can not be read: " + reason(e) + ".", e);
        }
        long later = log.checkpointBehind(version);
        if (later >= 0) {
            throw new SupersededException(what + " can not be put together any more: its log begins with version "
                    + later + ", which holds what is live.");
        }
        return new ScoutException(
                "DELTA_INCOMPLETE",
                true,
                what
                        + " can not be put together: its log lacks an earlier version (so far); its loading is tried again.",
                e);
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return text.replace(TableObjects.ROOT, "the table").replaceAll("[.\\s]+$", "");
    }
}
