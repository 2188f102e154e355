package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.ScoutException;
import dev.scout.transform.run.StageRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransformEventTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null", "{}",
            })
    void runsAllStagesForWhatIsNew(String event) throws JsonProcessingException {
        assertThat(parse(event)).isEqualTo(new TransformEvent(null, StageRequest.WHAT_IS_NEW, false));
    }

    @Test
    void takesMessagesForHints() throws JsonProcessingException {
        String batch =
                "{\"Records\":[{\"messageId\":\"1\",\"body\":\"{}\",\"eventSource\":\"aws:sqs\"},{\"messageId\":\"2\",\"body\":\"\",\"eventSource\":\"aws:sqs\"}]}";
        assertThat(parse(batch)).isEqualTo(new TransformEvent(null, StageRequest.WHAT_IS_NEW, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\"}],\"stage\":\"gold\"}"
            })
    void refusesOtherRecords(String event) {
        assertThatThrownBy(() -> parse(event))
                .isInstanceOf(ScoutException.class)
                .hasMessage("The event has \"Records\", which means nothing here.");
    }

    @Test
    void namesOneStage() throws JsonProcessingException {
        assertThat(parse("{\"stage\":\"gold\",\"full_refresh\":true}").request().fullRefresh())
                .isTrue();
    }

    private static TransformEvent parse(String event) throws JsonProcessingException {
        return TransformEvent.parse(new ObjectMapper().readTree(event));
    }
}
