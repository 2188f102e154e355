package dev.scout.loader;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.FileLoader.Session;
import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.bronze.Parked;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.ObjectEvent;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Loads objects that are named, or listed, one after the other. */
final class Loads {

    /** The time was up before anything was tried: nothing has failed. */
    static final String NOT_BEGUN = "NOT_BEGUN";

    private static final Logger LOG = Logger.getLogger(Loads.class);

    private final ObjectStore objects;
    private final String lakeBucket;

    Loads(ObjectStore objects, String lakeBucket) {
        this.objects = objects;
        this.lakeBucket = lakeBucket;
    }

    /** Goes on behind an object that failed. */
    void loadAll(Session session, Objects named, Deadline deadline, Summary summary) {
        summary.addIgnored(named.ignored());
        for (ObjectEvent event : named.objects()) {
            if (deadline.isNear()) {
                throw new ScoutException(
                        NOT_BEGUN, true, "The time was up before " + event.key() + " was begun.", null);
            }
            try {
                summary.add(logged(load(session, event, deadline)));
            } catch (Parked e) {
                parked(summary, e);
            } catch (ScoutException e) {
                if (event.isNamed() && e.code().equals(FileLoader.UNFINISHED)) {
                    summary.stop(null);
                } else {
                    failed(summary, event.bucket(), event.key(), e);
                }
            }
        }
    }

    private LoadOutcome load(Session session, ObjectEvent event, Deadline deadline) {
        LandedObject object;
        try {
            object = objects.find(event);
        } catch (ObjectGoneException e) {
            return gone(session, event, String.valueOf(e.getMessage()), deadline);
        }
        return session.load(object, deadline);
    }

    /** What is not there any more can't be loaded, now or later. The ledger says so where the event tells enough of what it was. */
    private static LoadOutcome gone(Session session, ObjectEvent event, String reason, Deadline deadline) {
        LandedObject what = described(event);
        if (what == null) {
            throw new ScoutException("OBJECT_NOT_FOUND", false, reason, null);
        }
        return session.skip(what, reason, deadline);
    }

    /** The object as far as the event describes it; null where it does not say which content it means. */
    static @Nullable LandedObject described(ObjectEvent event) {
        String etag = event.etag();
        if (etag == null) {
            return null;
        }
        Instant landed = event.time() == null ? Instant.EPOCH : event.time();
        long size = event.sizeBytes() == null ? 0 : event.sizeBytes();
        return new LandedObject(event.bucket(), event.key(), etag, event.versionId(), event.sequencer(), landed, size);
    }

    /** Goes on behind an object that failed; but who goes on from the answer begins before it, where it may succeed later. */
    void loadPrefix(Session session, Prefix request, Deadline deadline, Summary summary) {
        String bucket = request.bucket() == null ? lakeBucket : request.bucket();
        String after = request.after();
        while (true) {
            List<LandedObject> page = objects.list(bucket, request.prefix(), after);
            if (page.isEmpty()) {
                return;
            }
            for (LandedObject object : page) {
                if (deadline.isNear()) {
                    summary.stop(after);
                    return;
                }
                if (!loadListed(session, object, deadline, summary)) {
                    summary.stop(after);
                }
                after = object.key();
            }
        }
    }

    /** False where it failed and may succeed later. */
    private static boolean loadListed(Session session, LandedObject object, Deadline deadline, Summary summary) {
        try {
            summary.add(logged(session.load(object, deadline)));
            return true;
        } catch (Parked e) {
            parked(summary, e);
            return true;
        } catch (ScoutException e) {
            failed(summary, object.bucket(), object.key(), e);
            return !e.retryable();
        }
    }

    static LoadOutcome logged(LoadOutcome outcome) {
        LOG.infof(
                "Object s3://%s/%s: %s, %d rows, %d in quarantine%s",
                outcome.bucket(),
                outcome.key(),
                outcome.status(),
                outcome.rowsLoaded(),
                outcome.rowsQuarantined(),
                outcome.already() ? ", settled before" : "");
        return outcome;
    }

    private static void failed(Summary summary, String bucket, String key, ScoutException failure) {
        LOG.errorf(failure.getCause(), "Loading s3://%s/%s failed: %s", bucket, key, failure.getMessage());
        summary.addFailure(bucket, key, failure);
    }

    private static void parked(Summary summary, Parked parked) {
        LOG.errorf("Object s3://%s/%s is parked: %s", parked.bucket(), parked.key(), parked.reason());
        summary.addParked(parked);
    }
}
