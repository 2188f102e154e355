package dev.scout.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelationsTest {

    @ParameterizedTest
    @ValueSource(strings = {"\\d scout.quarantine", "\\d+ scout.quarantine", " \\d  scout.quarantine ; "})
    void asksForTheColumnsOfOne(String command) {
        assertThat(Relations.query(command)).get().asString().contains("'scout.quarantine'::regclass");
    }

    @Test
    void asksForAllWhereNoneIsNamed() {
        assertThat(Relations.query("\\d")).get().asString().contains("from pg_class");
    }

    @Test
    void aNameCanNotEndTheQuery() {
        assertThat(Relations.query("\\d x'--")).get().asString().contains("'x''--'::regclass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "\\dt", "\\d a b", "select '\\d'"})
    void leavesOtherStatementsAlone(String statement) {
        assertThat(Relations.query(statement)).isEmpty();
    }
}
