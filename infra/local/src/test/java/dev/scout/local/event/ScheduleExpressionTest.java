package dev.scout.local.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.local.LocalPlatformException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate(15 minutes)            | 2024-01-15T10:00:00Z | 2024-01-15T10:15:00Z",
                "rate(1 hour)                | 2024-01-15T10:00:00Z | 2024-01-15T11:00:00Z",
                "rate(7 days)                | 2024-01-15T10:00:00Z | 2024-01-22T10:00:00Z",
                "cron(15 2 * * ? *)          | 2024-01-15T02:14:59Z | 2024-01-15T02:15:00Z",
                "cron(15 2 * * ? *)          | 2024-01-15T02:15:00Z | 2024-01-16T02:15:00Z",
                "cron(0/15 * * * ? *)        | 2024-02-29T23:50:00Z | 2024-03-01T00:00:00Z",
                "cron(0 18 ? * MON-FRI *)    | 2024-01-19T18:00:00Z | 2024-01-22T18:00:00Z",
                "cron(0 8 ? * 1 *)           | 2024-01-15T00:00:00Z | 2024-01-21T08:00:00Z",
                "cron(0 0 L * ? *)           | 2024-02-01T00:00:00Z | 2024-02-29T00:00:00Z",
                "cron(0 9 ? * 2#1 *)         | 2024-01-15T00:00:00Z | 2024-02-05T09:00:00Z",
                "cron(0 0 1 1 ? 2030)        | 2024-01-15T00:00:00Z | 2030-01-01T00:00:00Z",
            })
    void isDueNext(String expression, Instant after, Instant due) {
        assertThat(ScheduleExpression.parse(expression).next(after)).contains(due);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate(0 minutes)", "rate(5 seconds)", "cron(1 2 3)", "at(2024-01-15T10:00:00)", "daily"})
    void refusesWhatItDoesNotUnderstand(String expression) {
        assertThatThrownBy(() -> ScheduleExpression.parse(expression))
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining(expression);
    }
}
