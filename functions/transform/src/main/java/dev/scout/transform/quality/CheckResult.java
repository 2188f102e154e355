package dev.scout.transform.quality;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param id its row of {@code data_quality_checks}; null where it stands beside a model
 * @param failures number of offending rows; null where it could not be asked
 * @param rowsChecked number of rows that it looked at; null where it does not look at rows one by one
 * @param answer what it found, in short
 * @param sample some of the offending rows, as a JSON array; null where there are none
 * @param message what it found, or why it could not be asked, as a sentence; null where there is nothing to say
 */
public record CheckResult(
        @Nullable UUID id,
        String table,
        String name,
        String kind,
        Severity severity,
        boolean passed,
        @Nullable Long failures,
        @Nullable Long rowsChecked,
        String answer,
        @Nullable String sample,
        @Nullable String message,
        Duration duration) {

    /** Whether it keeps the rows from being shown. */
    public boolean refuses() {
        return !passed && severity == Severity.ERROR;
    }
}
