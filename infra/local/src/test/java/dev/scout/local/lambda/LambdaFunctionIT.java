package dev.scout.local.lambda;

import static dev.scout.local.lambda.TestFunction.event;
import static dev.scout.local.lambda.TestFunction.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.template.Template.AsyncInvocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LambdaFunctionIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final AsyncInvocation NO_RETRIES =
            new AsyncInvocation(0, Duration.ofHours(1), Optional.empty(), Optional.empty());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void tellsTheFunctionWhatLambdaWould() throws IOException {
        try (LambdaFunction function = TestFunction.start(directory, TIMEOUT, 1, NO_RETRIES)) {
            InvocationResult result = function.invoke(event("{'n':1.10}")).join();
            JsonNode told = json(result);
            assertThat(result.failed()).isFalse();
            assertThat(told.path("event").toString()).isEqualTo("{\"n\":1.10}");
            assertThat(told.path("requestId").asText()).isEqualTo(result.requestId());
            assertThat(told.path("arn").asText()).isEqualTo(TestFunction.ARN);
            assertThat(told.path("remainingMillis").asLong()).isBetween(15_000L, 20_000L);
            assertThat(told.path("maxMemory").asLong()).isLessThan(256L << 20);
            JsonNode environment = told.path("environment");
            assertThat(environment.path("OWN").asText()).isEqualTo("value");
            assertThat(environment.path("SCOUT_S3_ENDPOINT").asText()).isEqualTo("http://x");
            assertThat(environment.path("AWS_LAMBDA_FUNCTION_NAME").asText()).isEqualTo("tested");
            assertThat(Path.of(told.path("temporary").asText())).startsWith(directory);
        }
    }

    @Test
    void servesOnAfterAFailure() throws IOException {
        try (LambdaFunction function = TestFunction.start(directory, TIMEOUT, 1, NO_RETRIES)) {
            long before = json(function.invoke(event("{}")).join()).path("pid").asLong();
            InvocationResult failed = function.invoke(event("{'do':'fail'}")).join();
            assertThat(failed.functionError()).isEqualTo("Unhandled");
            assertThat(json(failed).path("errorMessage").asText()).isEqualTo("as \"asked\"");
            assertThat(json(failed).path("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
            assertThat(json(failed).path("stackTrace")).isNotEmpty();
            assertThat(json(function.invoke(event("{}")).join()).path("pid").asLong())
                    .isEqualTo(before);
        }
    }

    @Test
    void reportsAProcessThatDiesAndStartsAnother() throws IOException {
        try (LambdaFunction function = TestFunction.start(directory, TIMEOUT, 1, NO_RETRIES)) {
            InvocationResult died = function.invoke(event("{'do':'exit'}")).join();
            assertThat(died.failed()).isTrue();
            assertThat(json(died).path("errorType").asText()).isEqualTo("Runtime.ExitError");
            assertThat(json(died).path("errorMessage").asText()).contains("exit status 7");
            assertThat(function.invoke(event("{}")).join().failed()).isFalse();
        }
    }

    @Test
    void losesNoWaitingEventWhereTheProcessIsKilled() throws IOException, InterruptedException {
        try (LambdaFunction function = TestFunction.start(directory, TIMEOUT, 1, NO_RETRIES)) {
            function.invoke(event("{}")).join();
            Path running = directory.resolve("running");
            CompletableFuture<InvocationResult> killed =
                    function.invoke(event("{'do':'sleep','millis':60000,'mark':'" + running + "'}"));
            CompletableFuture<InvocationResult> waiting = function.invoke(event("{'n':2}"));
            while (!Files.exists(running)) {
                Thread.sleep(10);
            }
            function.processIds().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            assertThat(json(killed.join()).path("errorType").asText()).isEqualTo("Runtime.ExitError");
            assertThat(json(waiting.join()).at("/event/n").asInt()).isEqualTo(2);
        }
    }

    @Test
    void handsNothingToAProcessThatWasKilledWhileItWaited() throws IOException {
        try (LambdaFunction function = TestFunction.start(directory, TIMEOUT, 1, NO_RETRIES)) {
            function.invoke(event("{}")).join();
            List<Long> idle = function.processIds();
            idle.forEach(pid -> ProcessHandle.of(pid).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            }));
            InvocationResult result = function.invoke(event("{'n':1}")).join();
            assertThat(result.failed() ? json(result).path("errorType").asText() : "")
                    .isIn("", "Runtime.ExitError");
            assertThat(function.invoke(event("{'n':2}")).join().failed()).isFalse();
        }
    }

    @Test
    void endsAnInvocationThatTakesTooLong() throws IOException {
        try (LambdaFunction function = TestFunction.start(directory, Duration.ofSeconds(2), 1, NO_RETRIES)) {
            InvocationResult late =
                    function.invoke(event("{'do':'sleep','millis':60000}")).join();
            assertThat(json(late).path("errorType").asText()).isEqualTo("Sandbox.Timedout");
            assertThat(json(late).path("errorMessage").asText()).endsWith("Task timed out after 2.00 seconds");
            assertThat(function.invoke(event("{}")).join().failed()).isFalse();
        }
    }

    @Test
    void startsProcessesOnDemandAndNoMoreThanAllowed() throws IOException {
        try (LambdaFunction function = TestFunction.start(directory, TIMEOUT, 2, NO_RETRIES)) {
            assertThat(function.processIds()).isEmpty();
            List<CompletableFuture<InvocationResult>> results = IntStream.range(0, 6)
                    .mapToObj(i -> function.invoke(event("{'do':'sleep','millis':300}")))
                    .toList();
            Set<Long> processes = results.stream()
                    .map(result -> json(result.join()).path("pid").asLong())
                    .collect(Collectors.toSet());
            assertThat(processes).hasSize(2);
            assertThat(function.processIds()).containsExactlyInAnyOrderElementsOf(processes);
        }
    }

    @Test
    void runsTheBootstrapOfANativePackage() throws IOException {
        try (LambdaFunction function = TestFunction.startNative(directory)) {
            JsonNode told = json(function.invoke(event("{}")).join());
            assertThat(told.at("/environment/_HANDLER").asText()).isEqualTo("bootstrap");
        }
    }

    @Test
    void leavesNoProcessBehind() throws IOException {
        LambdaFunction function = TestFunction.start(directory, TIMEOUT, 1, NO_RETRIES);
        long pid = json(function.invoke(event("{}")).join()).path("pid").asLong();
        CompletableFuture<InvocationResult> interrupted = function.invoke(event("{'do':'sleep','millis':60000}"));
        function.close();
        assertThat(interrupted.join().failed()).isTrue();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void saysThatAPackageIsMissing() {
        assertThatThrownBy(() -> TestFunction.start(directory.resolve("none.zip"), directory, TIMEOUT, 1, NO_RETRIES))
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("none.zip is not there: build it");
    }
}
