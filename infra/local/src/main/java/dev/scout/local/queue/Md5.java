package dev.scout.local.queue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The digests that SQS answers with, so that clients can compare. */
final class Md5 {

    private Md5() {}

    static String of(String body) {
        return of(bytes(body));
    }

    /** Names in order; each name, type and value with its length, a value with a byte before that tells text from binary. */
    static String of(Map<String, MessageAttribute> attributes) {
        ByteArrayOutputStream digested = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(digested);
        try {
            for (Map.Entry<String, MessageAttribute> entry : new TreeMap<>(attributes).entrySet()) {
                MessageAttribute attribute = entry.getValue();
                write(out, bytes(entry.getKey()));
                write(out, bytes(attribute.dataType()));
                out.writeByte(attribute.isBinary() ? 2 : 1);
                write(
                        out,
                        attribute.base64() != null
                                ? Base64.getDecoder().decode(attribute.base64())
                                : bytes(String.valueOf(attribute.text())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(digested.toByteArray());
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String of(byte[] bytes) {
        try {
            return String.format(
                    "%032x", new BigInteger(1, MessageDigest.getInstance("MD5").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }
}
