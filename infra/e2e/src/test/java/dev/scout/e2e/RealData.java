package dev.scout.e2e;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where the real data sets lie; they are not part of the project. */
final class RealData {

    private RealData() {}

    /** The directory with a directory for each retail set. */
    static Path retail() {
        return Optional.ofNullable(System.getenv("SCOUT_DATA_DIR"))
                .map(Path::of)
                .orElseGet(() -> ProjectRoot.path().resolveSibling("shared/data"))
                .resolve("retail");
    }

    /** Control figures, by hand-written code over the raw files. */
    static Path expected(String file) {
        return retail().resolve("EXPECTED").resolve(file);
    }

    /** Without the data a test fails in CI, which must have it, and is skipped for a person who has not fetched it. */
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(Condition.class)
    @interface Needed {}

    static final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Files.isDirectory(retail())) {
                return ConditionEvaluationResult.enabled("The real data is there.");
            }
            String sentence = "The real data is not in " + retail() + ": put it there or set SCOUT_DATA_DIR.";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(sentence);
            }
            return ConditionEvaluationResult.disabled(sentence);
        }
    }
}
