package dev.scout.loader.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.bronze.Landing.Moment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandingTest {

    /** The first is of S3's documentation of the event message. */
    @ParameterizedTest
    @CsvSource({
        "0055AED6DCD90281E5, 0055AED6DCD90281E6, -1",
        "0055AED6DCD9, 0055AED6DCD90281E5, -1",
        "0055AED6DCDA, 0055AED6DCD90281E5, 1",
        "0055aed6dcd90281e5, 0055AED6DCD90281E5, 0",
        "0055AED6, 0055AED60000, 0",
        "1, 09, 1",
        "9, 10, 1"
    })
    void comparesSequencersFilledUpOnTheirRight(String one, String other, int expected) {
        assertThat(Integer.signum(Moment.compareSequencers(one, other))).isEqualTo(expected);
        assertThat(Integer.signum(Moment.compareSequencers(other, one))).isEqualTo(-expected);
    }

    @Test
    void theSequencerDecidesOverTheTime() {
        Landing earlier = landing(1, "a", "0A", 20);
        Landing later = landing(2, "b", "0B", 10);

        assertThat(inForce(OnOverwrite.REPLACE, earlier, later)).isEqualTo(2);
        assertThat(inForce(OnOverwrite.IGNORE, earlier, later)).isEqualTo(1);
    }

    @Test
    void theTimeDecidesWhereASequencerIsMissing() {
        Landing listed = landing(1, "a", null, 20);
        Landing told = landing(2, "b", "0B", 10);

        assertThat(inForce(OnOverwrite.REPLACE, listed, told)).isEqualTo(1);
        assertThat(inForce(OnOverwrite.IGNORE, listed, told)).isEqualTo(2);
    }

    @Test
    void withinOneSecondTheOutcomeIsAlwaysTheSame() {
        Landing one = landing(1, "b", null, 10);
        Landing other = landing(2, "a", null, 10);
        Landing told = landing(3, "0", "0B", 10);

        assertThat(inForce(OnOverwrite.REPLACE, one, other)).isEqualTo(1);
        assertThat(inForce(OnOverwrite.REPLACE, other, one)).isEqualTo(1);
        assertThat(inForce(OnOverwrite.REPLACE, told, one, other)).isEqualTo(3);
        assertThat(inForce(OnOverwrite.IGNORE, told, one, other)).isEqualTo(2);
    }

    @Test
    void whatLandedFirstAndAgainLastCountsForBothPolicies() {
        Landing again = new Landing(1, "a", moment("0C", 30), moment("0A", 10));
        Landing between = landing(2, "b", "0B", 20);

        assertThat(inForce(OnOverwrite.REPLACE, again, between)).isEqualTo(1);
        assertThat(inForce(OnOverwrite.IGNORE, again, between)).isEqualTo(1);
    }

    private static long inForce(OnOverwrite policy, Landing... landings) {
        return Landing.inForce(List.of(landings), policy).fileId();
    }

    private static Landing landing(long file, String etag, @Nullable String sequencer, long second) {
        return new Landing(file, etag, moment(sequencer, second), moment(sequencer, second));
    }

    private static Moment moment(@Nullable String sequencer, long second) {
        return new Moment(sequencer, Instant.ofEpochSecond(second));
    }
}
