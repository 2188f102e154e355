package dev.scout.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoaderAnswersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"messages":0,"complete":true}  § Nothing to redrive: there is no dead letter, and no file is parked.
            {"messages":1,"complete":true}  § 1 message is back in the ingest queue.
            {"messages":2,"complete":false} § 2 messages are back in the ingest queue; the loader goes on with the others.
            """)
    void saysWhatIsRedriven(String answer, String sentence) {
        assertThat(LoaderAnswers.redrive(json(answer))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"loaded":0}                                 § Nothing to replay: no record in quarantine is like that and still refused.
            {"loaded":1}                                 § 1 record loaded.
            {"loaded":2,"files_loaded_again":1}          § 2 records loaded, 1 whole file loaded again.
            {"loaded":2,"left":{"not_a_record":3}}       § 2 records loaded, 3 left (not a record).
            {"loaded":5,"goes_on":true}                  § 5 records loaded; the loader goes on with the others.
            """)
    void saysWhatIsReplayed(String answer, String sentence) {
        assertThat(LoaderAnswers.replay(json(answer))).containsExactly(sentence);
    }

    @Test
    void saysWhereToLookForWhatIsRefusedAgain() {
        assertThat(LoaderAnswers.replay(json(
                        "{\"loaded\":1,\"refused_again\":2,\"failed\":[{\"file_id\":7,\"message\":\"It is gone.\"}]}")))
                .containsExactly(
                        "1 record loaded, 2 refused again.",
                        "Why: select quarantine_id, rule, message from scout.quarantine where replayed_at is null;",
                        "File 7: It is gone.");
    }

    @Test
    void saysWhyABackfillStandsStillAndWhatToDoAboutItsFiles() {
        assertThat(LoaderAnswers.sweeps(json("""
                                        {"backfill":{"backfill_id":3,"kind":"backfill","prefixes":["till/"],"status":"running","objects_listed":4,"objects_sent":3,
                                         "loaded":0,"rejected":1,"skipped":0,"waiting":1,"parked":1,"error":"The bucket can't be listed."}}""")))
                .containsExactly(
                        "id  kind      prefix  status   listed  sent  loaded  rejected  skipped  waiting  parked",
                        "───────────────────────────────────────────────────────────────────────────────────────",
                        " 3  backfill  till/   running       4     3       0         1        0        1       1",
                        "Backfill 3: The bucket can't be listed.",
                        "What waits is in the queue: ./scout backfill --list tells what became of it.",
                        "Why it was rejected: select key, error from scout.load_history where state = 'rejected';",
                        "What is parked is tried again by ./scout redrive, once its error is put right.");
        assertThat(LoaderAnswers.sweeps(json("{\"backfills\":[]}")))
                .containsExactly("There has been no backfill or reconcile yet.");
    }

    @Test
    void saysWhatWentWrongWithAStorage() {
        assertThat(LoaderAnswers.syncs(json("""
                        [{"environment":"till","status":"incomplete","listed":2,"copied":1,"bytes_copied":10,"gone":0,"failed":1,
                          "failures":[{"key":"a.csv","message":"It can't be read."}]}]"""))).endsWith("till, a.csv: It can't be read.");
        assertThat(LoaderAnswers.syncs(json("[]"))).singleElement().asString().startsWith("No storage is to be read");
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
