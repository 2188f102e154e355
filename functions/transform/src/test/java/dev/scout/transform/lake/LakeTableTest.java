package dev.scout.transform.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeTableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date_key | replace date_key of changed_days | Own[column=date_key] | select date_key from changed_days",
                "transaction_date | replace transaction_date of changed_days.date_key | Own[column=transaction_date] | select date_key from changed_days",
                "date_key | replace transaction_id of winning_transactions | Own[column=date_key] |",
                "as_of_date | all | Own[column=as_of_date] |",
                "date_key of parents by id | replace id of changed | Through[parent=parents, column=date_key, key=id] |",
                "undated | replace sku of known | Undated[] |",
            })
    void aHeaderSaysWhereRowsGo(String rule, String materialization, String partitioning, String changedDays) {
        LakeTable table = parse(materialization, rule);
        assertThat(table.partitioning()).hasToString(partitioning);
        assertThat(table.changedDays()).isEqualTo(changedDays);
        assertThat(table.key()).isEqualTo(List.of("id", "line_no"));
    }

    @Test
    void aModelWithoutALineIsNotInTheLake() {
        assertThat(LakeTable.parse("gold", "t", "-- One row a day.\n-- key: id\nselect 1 as lake"))
                .isEmpty();
    }

    @Test
    void refusesWhatItCanNotRead() {
        assertThatThrownBy(() -> parse("all", "by day")).hasMessageContaining("\"-- lake: by day\" is not");
    }

    @Test
    void refusesAMergeWhoseRowsMoveUnseen() {
        assertThatThrownBy(() -> parse("merge", "date_key")).hasMessageContaining("has to be in its key");
    }

    private static LakeTable parse(String materialization, String rule) {
        return LakeTable.parse(
                        "gold",
                        "t",
                        "-- One row a thing.\n-- materialized: " + materialization + "\n-- key: id, line_no\n-- lake: "
                                + rule + "\nselect 1")
                .orElseThrow();
    }
}
