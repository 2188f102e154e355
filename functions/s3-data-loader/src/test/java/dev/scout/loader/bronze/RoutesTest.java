package dev.scout.loader.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.quality.Standards;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline that claims every key. */
class RoutesTest {

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final Routes ALL = new Routes(List.of(new Pipeline(
            "all",
            Glob.of("**"),
            "bronze_transactions",
            "auto",
            NOTHING,
            null,
            new LoadPolicy(OnOverwrite.REPLACE, true),
            Standards.of(NOTHING, "accept", NOTHING, ""))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "silver/dim_store/dt=2024-03-01/part-0000.parquet",
                "gold/gold_txn_daily/_delta_log/00000000000000000000.json",
                "platinum/a.csv"
            })
    void whatWasMadeOfBronzeDoesNotBecomeBronzeAgain(String key) {
        assertThat(ALL.of(object(key)))
                .isEqualTo(new Route.Skipped("The key is one of the lake's own layers, which transform writes."));
    }

    @Test
    void otherKeysAreClaimed() {
        assertThat(ALL.of(object("silverware/gold/a.csv"))).isInstanceOf(Route.Claimed.class);
    }

    private static LandedObject object(String key) {
        return new LandedObject("scout-lake", key, "e", null, null, Instant.EPOCH, 1);
    }
}
