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

    @Test
    void cutsNothingOffWhereAllIsAskedFor() {
        ResultTable table =
                new ResultTable("id", "text").add(1, "x".repeat(200)).add(2, null);
        assertThat(table.wholeLines(204)).containsExactly("id  text", "─".repeat(204), " 1  " + "x".repeat(200), " 2");
        assertThat(table.wholeLines(203))
                .containsExactly(
                        "── row 1 " + "─".repeat(51),
                        "id    1",
                        "text  " + "x".repeat(200),
                        "── row 2 " + "─".repeat(51),
                        "id    2",
                        "text");
    }
}
