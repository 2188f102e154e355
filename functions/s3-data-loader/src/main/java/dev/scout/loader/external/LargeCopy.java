package dev.scout.loader.external;

import dev.scout.loader.event.Deadline;
import dev.scout.loader.external.CopyLedger.Content;
import dev.scout.loader.external.CopyLedger.Target;
import dev.scout.loader.external.LakeBucket.Body;
import dev.scout.loader.external.LakeBucket.Origin;
import dev.scout.loader.external.LakeBucket.TargetTakenException;
import dev.scout.loader.external.LakeBucket.UploadedPart;
import dev.scout.loader.external.SourceReader.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies an object that is larger than what is held of it in memory, part by part; a later invocation goes on behind the parts that are there. */
final class LargeCopy {

    /** S3 takes 10,000. */
    static final int MOST_PARTS = 10_000;

    private final ExternalSource source;
    private final LakeBucket lake;
    private final CopyLedger ledger;
    private final Origin origin;
    private final int bufferBytes;
    private final int mostParts;

    /**
     * @param bufferBytes a part's size, and how much is held in memory
     * @param mostParts of an object that would have more, the parts are larger
     */
    LargeCopy(
            ExternalSource source, LakeBucket lake, CopyLedger ledger, Origin origin, int bufferBytes, int mostParts) {
        this.source = source;
        this.lake = lake;
        this.ledger = ledger;
        this.origin = origin;
        this.bufferBytes = bufferBytes;
        this.mostParts = mostParts;
    }

    /**
     * Copies it.
     *
     * @param before the content before, which this one may turn out to be; null where there is none
     * @param knownUpload an upload of this content that was begun; null where none is known
     */
    CopyOutcome copy(
            SourceObject object,
            @Nullable Content before,
            Target target,
            @Nullable String knownUpload,
            Deadline deadline)
            throws TargetTakenException {
        long partBytes = partBytes(object.sizeBytes());
        Upload upload = open(target, knownUpload, partBytes, object.sizeBytes());
        long begin = upload.sizeBytes();
        try (SourceReader reader = new SourceReader(source, object, begin)) {
            byte[] buffer = new byte[bufferBytes];
            for (long at = begin; at < object.sizeBytes(); at += partBytes) {
                if (deadline.isNear()) {
                    return CopyOutcome.unfinished();
                }
                long length = Math.min(partBytes, object.sizeBytes() - at);
                upload.parts()
                        .add(lake.putPart(target.key(), upload.id(), upload.next(), body(reader, buffer, length)));
            }
            return finish(object, before, target, upload, reader.finish());
        } catch (TargetTakenException e) {
            lake.abort(target.key(), upload.id());
            throw e;
        }
    }

    private CopyOutcome finish(
            SourceObject object, @Nullable Content before, Target target, Upload upload, Digest digest)
            throws TargetTakenException {
        if (before != null && before.isSame(digest)) {
            lake.abort(target.key(), upload.id());
            ledger.settle(target, "unchanged", digest);
            return CopyOutcome.unchanged();
        }
        ledger.noteContent(target, digest);
        lake.complete(target.key(), upload.id(), upload.parts());
        ledger.settle(target, "copied", digest);
        return CopyOutcome.copied(object.sizeBytes());
    }

    /** The buffer's size, as long as the parts suffice. */
    private long partBytes(long sizeBytes) {
        return Math.max(bufferBytes, (sizeBytes + mostParts - 1) / mostParts);
    }

    /** A part that the buffer can not hold (of an object of 80 GB and more) goes through it twice: once to be hashed, and once to be sent. */
    private static Body body(SourceReader reader, byte[] buffer, long length) {
        if (length <= buffer.length) {
            reader.read(buffer, (int) length);
            return Body.of(buffer, (int) length);
        }
        return reader.body(buffer, length);
    }

    private Upload open(Target target, @Nullable String knownUpload, long partBytes, long sizeBytes) {
        Map<Integer, UploadedPart> there = knownUpload == null ? null : lake.parts(target.key(), knownUpload);
        if (knownUpload != null && there != null) {
            List<UploadedPart> parts = new ArrayList<>();
            long at = 0;
            for (int number = 1; there.containsKey(number); number++) {
                UploadedPart part = there.get(number);
                if (part.sizeBytes() != Math.min(partBytes, sizeBytes - at)) {
                    break;
                }
                parts.add(part);
                at += part.sizeBytes();
            }
            return new Upload(knownUpload, parts);
        }
        String begun = lake.begin(target.key(), origin);
        ledger.noteUpload(target, begun);
        return new Upload(begun, new ArrayList<>());
    }

    private record Upload(String id, List<UploadedPart> parts) {

        int next() {
            return parts.size() + 1;
        }

        long sizeBytes() {
            return parts.stream().mapToLong(UploadedPart::sizeBytes).sum();
        }
    }
}
