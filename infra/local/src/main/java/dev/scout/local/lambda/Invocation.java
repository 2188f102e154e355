package dev.scout.local.lambda;

import dev.scout.local.Json;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One event on its way through one function. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through; nobody compares invocations
record Invocation(String requestId, byte[] payload, CompletableFuture<InvocationResult> result) {

    static Invocation of(byte[] payload) {
        return new Invocation(UUID.randomUUID().toString(), payload, new CompletableFuture<>());
    }

    void succeed(byte[] answer) {
        result.complete(new InvocationResult(requestId, answer, null));
    }

    void fail(byte[] error) {
        result.complete(new InvocationResult(requestId, error, InvocationResult.UNHANDLED));
    }

    /** Fails it with an error of the platform's own, in Lambda's form. */
    void fail(String errorType, String message) {
        fail(Json.bytes(Json.object()
                .put("errorType", errorType)
                .put("errorMessage", "RequestId: " + requestId + " Error: " + message)));
    }
}
