package dev.scout.loader;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An S3 client that fails for some keys, as a network, a missing right or a killed process do. */
final class FaultyS3 {

    private final Map<String, Fault> gets = new ConcurrentHashMap<>();
    private final Map<String, Fault> heads = new ConcurrentHashMap<>();
    private final S3Client real;

    FaultyS3(S3Client real) {
        this.real = real;
    }

    S3Client client() {
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getObject") && arguments[0] instanceof GetObjectRequest get) {
                        fail(gets.get(get.key()));
                    } else if (method.getName().equals("headObject")
                            && arguments[0] instanceof HeadObjectRequest head) {
                        fail(heads.get(head.key()));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void fail(@Nullable Fault fault) throws Throwable {
        if (fault != null && fault.left().getAndDecrement() > 0) {
            throw fault.failure().get();
        }
    }

    /** Ends the function as it begins to read the object. */
    void kill(String key, int times) {
        gets.put(key, new Fault(new AtomicInteger(times), () -> new Error("killed")));
    }

    void answerGet(String key, int status, int times) {
        gets.put(key, new Fault(new AtomicInteger(times), () -> answer(status)));
    }

    void answerHead(String key, int status, int times) {
        heads.put(key, new Fault(new AtomicInteger(times), () -> answer(status)));
    }

    void heal(String key) {
        gets.remove(key);
        heads.remove(key);
    }

    private static Throwable answer(int status) {
        return S3Exception.builder().statusCode(status).message("refused").build();
    }

    private record Fault(AtomicInteger left, Supplier<Throwable> failure) {}
}
