package dev.scout.transform;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Sits in an S3 client, notes what changes the bucket, and from one such request on lets nothing through. */
final class FailingRequests implements ExecutionInterceptor {

    /** What happens at the request that fails first. */
    enum Fate {
        /** The store sees nothing of it. */
        BREAK,
        /** The store does it, but its answer gets lost. */
        LOSE_ANSWER,
        /** The process dies when the store has done it. */
        DIE
    }

    /** The end of the process, as far as a test can have it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final List<String> changes = new ArrayList<>();
    private int failsAt = Integer.MAX_VALUE;
    private Fate fate = Fate.BREAK;

    void failAt(int request, Fate how) {
        changes.clear();
        failsAt = request;
        fate = how;
    }

    void heal() {
        failAt(Integer.MAX_VALUE, Fate.BREAK);
    }

    /** Method and path of each request that changed the bucket, or would have. */
    List<String> changes() {
        return changes;
    }

    List<String> puts() {
        return changes.stream()
                .filter(change -> change.startsWith("PUT ") && change.endsWith(".parquet"))
                .toList();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        if (request.method() == SdkHttpMethod.PUT || request.method() == SdkHttpMethod.DELETE) {
            changes.add(request.method() + " " + request.encodedPath());
        }
        if (changes.size() > failsAt || (changes.size() == failsAt && fate == Fate.BREAK)) {
            throw SdkClientException.create("the connection broke");
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (changes.size() == failsAt && fate == Fate.LOSE_ANSWER) {
            throw SdkClientException.create("the answer got lost");
        }
        if (changes.size() == failsAt && fate == Fate.DIE) {
            throw new Death();
        }
    }
}
