package dev.scout.loader.external;

import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.external.CopyLedger.Begun;
import dev.scout.loader.external.CopyLedger.Content;
import dev.scout.loader.external.CopyLedger.Entry;
import dev.scout.loader.external.CopyLedger.KeyTakenException;
import dev.scout.loader.external.CopyLedger.Target;
import dev.scout.loader.external.LakeBucket.Body;
import dev.scout.loader.external.LakeBucket.Landed;
import dev.scout.loader.external.LakeBucket.Origin;
import dev.scout.loader.external.LakeBucket.TargetTakenException;
import dev.scout.loader.external.SourceReader.Digest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Copies one object. Its target key is in the ledger before the first byte is read, and the lake takes one object for a key; so whoever finds an attempt that
 * died looks at that key, and knows what was done.
 */
final class ObjectCopier {

    private static final int LONGEST_KEY_BYTES = 1024;
    /** So many keys are tried where others have the ones before. */
    private static final int MOST_TAKEN = 100;

    private final StorageConfig config;
    private final ExternalSource source;
    private final LakeBucket lake;
    private final CopyLedger ledger;
    private final int partBytes;

    /**
     * @param partBytes objects up to this size are held in memory; larger ones are copied in parts of it
     */
    ObjectCopier(StorageConfig config, ExternalSource source, LakeBucket lake, CopyLedger ledger, int partBytes) {
        this.config = config;
        this.source = source;
        this.lake = lake;
        this.ledger = ledger;
        this.partBytes = partBytes;
    }

    /** Whether there is something to do about an object. */
    static boolean isDue(SourceObject object, @Nullable Entry latest) {
        return latest == null || !latest.isSettled() || !latest.sourceEtag().equals(object.etag());
    }

    /**
     * Copies the object.
     *
     * @param latest what the ledger knows of its key; null where it knows nothing
     * @throws ScoutException where the ledger can not be written: everything else is written there
     */
    CopyOutcome copy(SourceObject object, @Nullable Entry latest, Deadline deadline) {
        if (latest != null && !latest.isSettled() && isLanded(latest)) {
            ledger.settle(latest.target(), "copied", null);
            if (latest.sourceEtag().equals(object.etag())) {
                return CopyOutcome.copied(object.sizeBytes());
            }
            return copyNew(object, latest.content(), latest.versionNo() + 1, deadline);
        }
        if (latest != null && !latest.isSettled()) {
            return again(object, latest, deadline);
        }
        return latest == null
                ? copyNew(object, null, 1, deadline)
                : copyNew(object, latest.content(), latest.versionNo() + 1, deadline);
    }

    /** Whether the attempt that left this row came as far as an object in the lake. */
    boolean isLanded(Entry open) {
        return isLanded(open.target(), open.sizeBytes());
    }

    private boolean isLanded(Target target, long sizeBytes) {
        Landed landed = lake.find(target.key());
        return landed != null && landed.isFrom(origin(target.sourceEtag()), sizeBytes);
    }

    /** Begins once more at the key that an earlier attempt has taken, with what is at the source now. */
    private CopyOutcome again(SourceObject object, Entry latest, Deadline deadline) {
        boolean other = !latest.sourceEtag().equals(object.etag());
        if (other && latest.uploadId() != null) {
            lake.abort(latest.targetKey(), latest.uploadId());
        }
        Target target = new Target(object.storableKey(), latest.versionNo(), object.etag(), latest.targetKey());
        try {
            Begun begun = ledger.begin(object, target.versionNo(), target.key());
            return begun.mine()
                    ? attempt(object, latest.before(), target, begun.uploadId(), deadline)
                    : CopyOutcome.unchanged();
        } catch (KeyTakenException e) {
            throw new IllegalStateException("A row keeps its own target key", e);
        } catch (TargetTakenException e) {
            ledger.fail(target, "failed", "Another object lies at " + target.key() + " in the lake.");
            return copyNew(object, latest.before(), latest.versionNo() + 1, deadline);
        }
    }

    /** Takes the next free key. */
    private CopyOutcome copyNew(SourceObject object, @Nullable Content before, int firstNumber, Deadline deadline) {
        for (int number = firstNumber; number < firstNumber + MOST_TAKEN; number++) {
            String key = TargetKeys.of(config, object.key(), number);
            Target target = new Target(object.storableKey(), number, object.etag(), key);
            try {
                Begun begun = ledger.begin(object, number, key);
                return begun.mine()
                        ? attempt(object, before, target, begun.uploadId(), deadline)
                        : CopyOutcome.unchanged();
            } catch (KeyTakenException e) {
                // The next number.
            } catch (TargetTakenException e) {
                ledger.fail(
                        target, "gone", "Another object lies at " + key + " in the lake; the next number was taken.");
            }
        }
        return CopyOutcome.failed("For \"" + object.key() + "\" " + MOST_TAKEN + " keys in the lake are taken.", false);
    }

    private CopyOutcome attempt(
            SourceObject object, @Nullable Content before, Target target, @Nullable String uploadId, Deadline deadline)
            throws TargetTakenException {
        try {
            checkKey(object, target);
            if (before != null && before.isListedFor(object)) {
                ledger.settle(target, "unchanged", new Digest(before.checksum(), before.md5(), null));
                return CopyOutcome.unchanged();
            }
            return object.sizeBytes() <= partBytes
                    ? copyWhole(object, before, target)
                    : new LargeCopy(source, lake, ledger, origin(object.etag()), partBytes, LargeCopy.MOST_PARTS)
                            .copy(object, before, target, uploadId, deadline);
        } catch (TargetTakenException e) {
            // Perhaps by this very attempt: its answer was lost, and it was sent again.
            if (!isLanded(target, object.sizeBytes())) {
                throw e;
            }
            ledger.settle(target, "copied", null);
            return CopyOutcome.copied(object.sizeBytes());
        } catch (ScoutException e) {
            boolean gone = e.code().equals(SourceFailure.GONE);
            ledger.fail(target, gone ? "gone" : "failed", String.valueOf(e.getMessage()));
            return gone ? CopyOutcome.gone() : CopyOutcome.failed(String.valueOf(e.getMessage()), e.retryable());
        } catch (RuntimeException e) {
            // Whatever else happens to one object must not stop the others; what a library says may hold an address.
            String reason = "Unexpected failure (" + e.getClass().getSimpleName() + ").";
            ledger.fail(target, "failed", reason);
            return CopyOutcome.failed(reason, false);
        }
    }

    private static void checkKey(SourceObject object, Target target) {
        if (!object.key().equals(object.storableKey())) {
            throw new ScoutException(
                    "BAD_SOURCE_KEY", false, "The key has a character that the database can not hold.", null);
        }
        if (target.key().getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY_BYTES) {
            throw new ScoutException(
                    "BAD_SOURCE_KEY",
                    false,
                    "The key in the lake would have more than " + LONGEST_KEY_BYTES
                            + " bytes, which S3 does not take: choose a shorter target_prefix.",
                    null);
        }
    }

    private CopyOutcome copyWhole(SourceObject object, @Nullable Content before, Target target)
            throws TargetTakenException {
        byte[] content = new byte[(int) object.sizeBytes()];
        Digest digest = read(object, content);
        if (before != null && before.isSame(digest)) {
            ledger.settle(target, "unchanged", digest);
            return CopyOutcome.unchanged();
        }
        lake.put(target.key(), origin(object.etag()), Body.of(content, content.length));
        ledger.settle(target, "copied", digest);
        return CopyOutcome.copied(content.length);
    }

    private Digest read(SourceObject object, byte[] content) {
        try (SourceReader reader = new SourceReader(source, object, 0)) {
            reader.read(content, content.length);
            return reader.finish();
        }
    }

    /** ASCII, as a header is; the eTag is. */
    private Origin origin(String etag) {
        return new Origin(config.environment(), etag);
    }
}
