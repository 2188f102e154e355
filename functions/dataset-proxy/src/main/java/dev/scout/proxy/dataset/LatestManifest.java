package dev.scout.proxy.dataset;

import dev.scout.ScoutException;
import dev.scout.manifest.Manifest;
import dev.scout.proxy.ProxyConfig;
import dev.scout.proxy.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The manifest in force. It is kept in memory and compared with S3 by its eTag at most every two seconds, so that a new publication shows
 * at once and a busy client costs one small request.
 */
@Singleton
final class LatestManifest {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int NOT_MODIFIED = 304;

    private final S3Client s3;
    private final String bucket;
    private final Clock clock;

    private @Nullable Cached cached;

    LatestManifest(S3Client s3, ProxyConfig config, Clock clock) {
        this.s3 = s3;
        this.bucket = config.datasetsBucket();
        this.clock = clock;
    }

    /** @throws ProblemException {@code UNAVAILABLE} where there is none, it can't be reached or can't be trusted */
    synchronized Manifest get() {
        Cached known = cached;
        Instant now = clock.instant();
        if (known == null || !now.isBefore(known.checkedAt().plus(FRESH))) {
            known = revalidate(known, now);
            cached = known;
        }
        return known.manifest();
    }

    private Cached revalidate(@Nullable Cached known, Instant now) {
        try {
            ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(request -> {
                request.bucket(bucket).key(Manifest.LATEST_KEY);
                if (known != null) {
                    request.ifNoneMatch(known.eTag());
                }
            });
            return new Cached(
                    Manifest.parse(object.asByteArray()), object.response().eTag(), now);
        } catch (NoSuchKeyException e) {
            throw ProblemException.unavailable("Nothing has been published yet.", e);
        } catch (S3Exception e) {
            if (known != null && e.statusCode() == NOT_MODIFIED) {
                return new Cached(known.manifest(), known.eTag(), now);
            }
            throw unreachable(e);
        } catch (SdkException e) {
            throw unreachable(e);
        } catch (ScoutException e) {
            throw ProblemException.unavailable("The list of datasets is damaged; it is to be published again.", e);
        }
    }

    private static ProblemException unreachable(SdkException e) {
        return ProblemException.unavailable("The list of datasets can't be reached now. Try again soon.", e);
    }

    private record Cached(Manifest manifest, String eTag, Instant checkedAt) {}
}
