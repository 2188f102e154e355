package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Memory does not grow with an object: one of 300 MB is copied, while others are, in a heap of 256 MB. */
class SyncMemoryIT {

    private static final long BYTES = 300_000_000;
    private static final int OTHERS = 12;
    private static final int OTHER_BYTES = 7_000_000;

    @Test
    void largeObjectsNeedLittleMemory() throws Exception {
        try (SyncFixture at = new SyncFixture()) {
            at.addS3Source("memory", "");
            at.source
                    .client()
                    .putObject(
                            request -> request.bucket(SyncFixture.SOURCE).key("a-large.bin"),
                            RequestBody.fromContentProvider(
                                    () -> new Pattern(BYTES), BYTES, "application/octet-stream"));
            for (int i = 0; i < OTHERS; i++) {
                at.putSource("other-" + i + ".bin", new Pattern(OTHER_BYTES).readAllBytes());
            }

            Process sync = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SyncOnce.class.getName(),
                            at.database.jdbcUrl(),
                            at.lake.endpoint().toString(),
                            "memory"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(sync.getInputStream().readAllBytes(), UTF_8);
            assertThat(sync.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(output).contains("\"status\":\"complete\"").contains("\"copied\":" + (OTHERS + 1));

            assertThat(at.ledger("memory", "a-large.bin").get(0)).containsEntry("checksum", sha256(new Pattern(BYTES)));
            try (InputStream landed = at.lake
                    .client()
                    .getObject(request -> request.bucket(SyncFixture.LAKE).key("bronze/memory/a-large.bin"))) {
                assertThat(sha256(landed)).isEqualTo(sha256(new Pattern(BYTES)));
            }
        }
    }

    private static String sha256(InputStream content) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Bytes that repeat nowhere near a part's size. */
    private static final class Pattern extends InputStream {

        private final long length;
        private long position;

        Pattern(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            return position == length ? -1 : value(position++);
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) throws IOException {
            if (position == length) {
                return -1;
            }
            int count = (int) Math.min(wanted, length - position);
            for (int i = 0; i < count; i++) {
                buffer[offset + i] = (byte) value(position++);
            }
            return count;
        }

        private static int value(long at) {
            return (int) (at * 31 + at / 251 + at / 65_521) & 0xFF;
        }
    }
}
