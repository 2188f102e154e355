package dev.scout.loader.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "0, 2500, 5000",
        "1, 2500, 5000",
        "2, 5000, 10000",
        "3, 10000, 20000",
        "8, 320000, 640000",
        "9, 450000, 900000",
        "50, 450000, 900000",
        "1000, 450000, 900000"
    })
    void pausesDoubleUpToAQuarterOfAnHour(int receiveCount, long least, long most) {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(RetryPolicy.DEFAULT.pause(receiveCount, random))
                    .isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
        }
    }

    @Test
    void refusesWhatCanNotWork() {
        assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("SCOUT_MAX_ATTEMPTS is 0");
        assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("SCOUT_RETRY_FIRST_PAUSE");
        assertThat(new RetryPolicy(1, Duration.ZERO, Duration.ZERO).pause(5, new Random(1)))
                .isZero();
    }
}
