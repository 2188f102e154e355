package dev.scout.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the platform is to run. A port 0 is any free one.
 *
 * @param projectRoot where infra/sam/template.yaml and the functions' packages are
 * @param dataDirectory keeps database, objects and logs; null for a directory that goes when the platform stops
 * @param concurrency processes for each function at most
 * @param schedules whether the template's schedules fire, and arrivals run the transforms
 * @param parameters values of the template's parameters that differ from the local ones
 * @param environment variables that every function gets beside its own, such as JAVA_TOOL_OPTIONS
 * @param retryDelays the pauses before an asynchronous invocation that failed is tried again (AWS: 1 and 2 minutes)
 */
public record PlatformOptions(
        Path projectRoot,
        @Nullable Path dataDirectory,
        int s3Port,
        int httpPort,
        int lambdaPort,
        int sqsPort,
        int postgresPort,
        int concurrency,
        boolean schedules,
        Map<String, String> parameters,
        Map<String, String> environment,
        List<Duration> retryDelays) {

    public static final int S3_PORT = 4566;
    public static final int HTTP_PORT = 3000;
    public static final int LAMBDA_PORT = 3001;
    public static final int SQS_PORT = 9324;
    public static final int POSTGRES_PORT = 54322;

    private static final List<Duration> RETRY_DELAYS = List.of(Duration.ofSeconds(2), Duration.ofSeconds(4));

    public PlatformOptions {
        parameters = Map.copyOf(parameters);
        environment = Map.copyOf(environment);
        retryDelays = List.copyOf(retryDelays);
        if (concurrency < 1) {
            throw new LocalPlatformException("The concurrency must be 1 or more, not " + concurrency + ".");
        }
    }

    /** Free ports, a directory that goes, no schedules: for tests. */
    public static PlatformOptions forTests(Path projectRoot) {
        return new PlatformOptions(projectRoot, null, 0, 0, 0, 0, 0, 2, false, Map.of(), Map.of(), RETRY_DELAYS);
    }

    /** The contract's ports. */
    public static PlatformOptions of(Path projectRoot) {
        return new PlatformOptions(
                projectRoot,
                null,
                S3_PORT,
                HTTP_PORT,
                LAMBDA_PORT,
                SQS_PORT,
                POSTGRES_PORT,
                2,
                true,
                Map.of(),
                Map.of(),
                RETRY_DELAYS);
    }

    public PlatformOptions withData(@Nullable Path directory) {
        return new PlatformOptions(
                projectRoot,
                directory,
                s3Port,
                httpPort,
                lambdaPort,
                sqsPort,
                postgresPort,
                concurrency,
                schedules,
                parameters,
                environment,
                retryDelays);
    }

    public PlatformOptions withPorts(int s3, int http, int lambda, int sqs, int postgres) {
        return new PlatformOptions(
                projectRoot,
                dataDirectory,
                s3,
                http,
                lambda,
                sqs,
                postgres,
                concurrency,
                schedules,
                parameters,
                environment,
                retryDelays);
    }

    public PlatformOptions withConcurrency(int processes) {
        return new PlatformOptions(
                projectRoot,
                dataDirectory,
                s3Port,
                httpPort,
                lambdaPort,
                sqsPort,
                postgresPort,
                processes,
                schedules,
                parameters,
                environment,
                retryDelays);
    }

    public PlatformOptions withSchedules(boolean fire) {
        return new PlatformOptions(
                projectRoot,
                dataDirectory,
                s3Port,
                httpPort,
                lambdaPort,
                sqsPort,
                postgresPort,
                concurrency,
                fire,
                parameters,
                environment,
                retryDelays);
    }

    public PlatformOptions withParameters(Map<String, String> values) {
        return new PlatformOptions(
                projectRoot,
                dataDirectory,
                s3Port,
                httpPort,
                lambdaPort,
                sqsPort,
                postgresPort,
                concurrency,
                schedules,
                values,
                environment,
                retryDelays);
    }

    public PlatformOptions withEnvironment(Map<String, String> variables) {
        return new PlatformOptions(
                projectRoot,
                dataDirectory,
                s3Port,
                httpPort,
                lambdaPort,
                sqsPort,
                postgresPort,
                concurrency,
                schedules,
                parameters,
                variables,
                retryDelays);
    }
}
