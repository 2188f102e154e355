package dev.scout.loader.replay;

import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The bytes of records of which quarantine has only the beginning, from the object itself. */
final class WholeText {

    private final ObjectStore objects;
    private final int maxRecordBytes;

    WholeText(ObjectStore objects, int maxRecordBytes) {
        this.objects = objects;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Whether it is worth fetching. */
    boolean fits(RefusedRecord record) {
        return record.byteLength() != null && record.byteLength() <= maxRecordBytes;
    }

    /** The record's bytes; null where the object does not have them (any more), or where nobody knows where they are. */
    byte @Nullable [] fetch(LandedObject object, RefusedRecord record) {
        Long offset = record.byteOffset();
        Long length = record.byteLength();
        if (offset == null || length == null) {
            return null;
        }
        try (ObjectStream stream = objects.open(object);
                Content content = Content.of(stream)) {
            content.skipNBytes(offset);
            byte[] bytes = content.readNBytes(length.intValue());
            return bytes.length == length ? bytes : null;
        } catch (ObjectGoneException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("The content of " + object.uri() + " can not be read", e);
        }
    }

    static Refusal gone(RefusedRecord record) {
        return Refusal.of(
                record.rule(),
                "Of this record only the beginning is here, and its object is there no more, or can not be read from that place.");
    }
}
