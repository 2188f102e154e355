package dev.scout.loader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 client whose objects come as far as so many bytes, and no further until it is told. */
final class StallingS3 {

    private final S3Client real;
    private final long stallsAfter;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    StallingS3(S3Client real, long stallsAfter) {
        this.real = real;
        this.stallsAfter = stallsAfter;
    }

    S3Client client() {
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof ResponseInputStream<?> bytes ? stalling(bytes) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Waits until somebody has read as far as there is to read. */
    void awaitStall() throws InterruptedException {
        stalled.await();
    }

    void release() {
        released.countDown();
    }

    private <T> ResponseInputStream<T> stalling(ResponseInputStream<T> bytes) {
        return new ResponseInputStream<>(bytes.response(), AbortableInputStream.create(new Stalling(bytes)));
    }

    private final class Stalling extends FilterInputStream {

        private long left = stallsAfter;

        Stalling(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                stalled.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
                return super.read(target, offset, length);
            }
            int read = super.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
