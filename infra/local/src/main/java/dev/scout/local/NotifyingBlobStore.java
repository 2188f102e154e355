package dev.scout.local;

import dev.scout.local.ObjectCreated.Reason;
import java.io.InputStream;
import java.time.Clock;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Tells of every object that has come to be, after it is there. */
final class NotifyingBlobStore extends ForwardingBlobStore {

    /** s3proxy's own bookkeeping of multipart uploads, which clients never see. */
    private static final String MULTIPART_STUB = ".s3proxy-mpu-stub-";

    private final Consumer<ObjectCreated> onCreated;
    private final Clock clock;

    NotifyingBlobStore(BlobStore store, Consumer<ObjectCreated> onCreated, Clock clock) {
        super(store);
        this.onCreated = onCreated;
        this.clock = clock;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        PutObjectResponse response = super.putBlob(request, content);
        tell(request.bucket(), request.key(), response.eTag(), Reason.PUT_OBJECT);
        return response;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        tell(
                request.destinationBucket(),
                request.destinationKey(),
                response.copyObjectResult() == null
                        ? null
                        : response.copyObjectResult().eTag(),
                Reason.COPY_OBJECT);
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        tell(request.bucket(), request.key(), response.eTag(), Reason.COMPLETE_MULTIPART_UPLOAD);
        return response;
    }

    private void tell(String bucket, String key, @Nullable String eTag, Reason reason) {
        if (key.startsWith(MULTIPART_STUB)) {
            return;
        }
        HeadObjectResponse object = delegate().blobMetadataIfPresent(bucket, key);
        if (object == null) {
            return;
        }
        String known = object.eTag() == null ? eTag : object.eTag();
        onCreated.accept(new ObjectCreated(
                bucket,
                key,
                object.contentLength(),
                known == null ? "" : known.replace("\"", ""),
                reason,
                clock.instant()));
    }
}
