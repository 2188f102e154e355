package dev.scout.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResultTableTest {

    @Test
    void alignsNumbersToTheRightAndTextToTheLeft() {
        ResultTable table = new ResultTable("store", "revenue")
                .add("S1", "1,234.50")
                .add("Sari-sari", null)
                .add("two\nlines", "-3");
        assertThat(table.lines())
                .containsExactly(
                        "store        revenue",
                        "────────────────────",
                        "S1          1,234.50",
                        "Sari-sari",
                        "two\\nlines        -3");
    }

    @Test
    void shortensWhatIsVeryWide() {
        String line = new ResultTable("text").add("x".repeat(200)).lines().get(2);
        assertThat(line).hasSize(60).endsWith("…");
    }
}
