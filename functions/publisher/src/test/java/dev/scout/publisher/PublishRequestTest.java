package dev.scout.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.ScoutException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "\"x\"",
                "{\"source\": \"aws.events\", \"detail-type\": \"Scheduled Event\", \"time\": \"2024-01-16T02:15:00Z\", \"detail\": {}}",
                "{\"datasets\": [], \"date\": null, \"force\": null}"
            })
    void anEventWithoutKnownMembersAsksForEverythingToday(String event) throws Exception {
        assertThat(request(event)).isEqualTo(PublishRequest.everythingToday());
    }

    @Test
    void readsADirectEvent() throws Exception {
        assertThat(request("{\"datasets\": [\"gold/a\", \"gold/a\"], \"date\": \"2024-02-29\", \"force\": true}"))
                .isEqualTo(new PublishRequest(Set.of("gold/a"), Optional.of(LocalDate.of(2024, 2, 29)), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"datasets": "gold/a"}   | array
            {"datasets": [1]}        | array
            {"date": "2024-02-30"}   | day
            {"date": 20240229}       | day
            {"force": "yes"}         | true or false
            """)
    void refusesWhatItCanNotUnderstand(String event, String reason) {
        assertThatThrownBy(() -> request(event))
                .isInstanceOfSatisfying(ScoutException.class, e -> {
                    assertThat(e.code()).isEqualTo(PublishRequest.INVALID);
                    assertThat(e.retryable()).isFalse();
                })
                .hasMessageContaining(reason);
    }

    private static PublishRequest request(String event) throws JsonProcessingException {
        return PublishRequest.of(new ObjectMapper().readTree(event));
    }
}
