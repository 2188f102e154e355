package dev.scout.loader.object;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ReadAheadStreamTest {

    @Test
    void handsOverWhateverEndsTheTransfer() {
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new StackOverflowError("deep");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return read();
            }
        };
        LandedObject object = new LandedObject("b", "k", "e", "null", null, Instant.EPOCH, 5_000_000);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (ReadAheadStream stream = new ReadAheadStream(new ObjectStream(object, broken, object.sizeBytes()))) {
                assertThatThrownBy(stream::read)
                        .isInstanceOf(StackOverflowError.class)
                        .hasMessage("deep");
            }
        });
    }
}
