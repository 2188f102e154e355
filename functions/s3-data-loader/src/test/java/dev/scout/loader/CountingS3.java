package dev.scout.loader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 client that counts the bytes of objects that are read, and the readings that have not ended. */
final class CountingS3 {

    private final S3Client real;
    private final AtomicLong bytes = new AtomicLong();
    private final Set<InputStream> open = ConcurrentHashMap.newKeySet();

    CountingS3(S3Client real) {
        this.real = real;
    }

    S3Client client() {
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof ResponseInputStream<?> stream ? counted(stream) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    long bytes() {
        return bytes.get();
    }

    /** How many objects are being read. */
    int open() {
        return open.size();
    }

    private <T> ResponseInputStream<T> counted(ResponseInputStream<T> stream) {
        open.add(stream);
        return new ResponseInputStream<>(stream.response(), AbortableInputStream.create(new Counted(stream), () -> {
            open.remove(stream);
            stream.abort();
        }));
    }

    private final class Counted extends FilterInputStream {

        Counted(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes.addAndGet(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            bytes.addAndGet(Math.max(0, read));
            return read;
        }

        @Override
        public void close() throws IOException {
            open.remove(in);
            super.close();
        }
    }
}
