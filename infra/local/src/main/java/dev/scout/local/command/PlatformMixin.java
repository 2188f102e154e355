package dev.scout.local.command;

import dev.scout.local.PlatformOptions;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of the commands that start a platform. */
final class PlatformMixin {

    @Option(
            names = "--s3-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.S3_PORT,
            description = "S3 (${DEFAULT-VALUE}).")
    private int s3Port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.HTTP_PORT,
            description = "HTTP API (${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--lambda-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.LAMBDA_PORT,
            description = "Lambda Invoke API (${DEFAULT-VALUE}).")
    private int lambdaPort;

    @Option(
            names = "--sqs-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.SQS_PORT,
            description = "SQS (${DEFAULT-VALUE}).")
    private int sqsPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformOptions.POSTGRES_PORT,
            description = "PostgreSQL (${DEFAULT-VALUE}).")
    private int postgresPort;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "2",
            description = "Processes for each function at most (${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "Another value for a parameter of infra/sam/template.yaml, such as TimeZone=Europe/London.")
    private Map<String, String> parameters = new HashMap<>();

    PlatformOptions options() {
        return PlatformOptions.of(Project.root())
                .withPorts(s3Port, httpPort, lambdaPort, sqsPort, postgresPort)
                .withConcurrency(concurrency)
                .withParameters(parameters);
    }
}
