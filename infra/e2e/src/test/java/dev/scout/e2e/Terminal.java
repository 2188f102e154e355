package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A user's terminal in a checkout of the project, with a platform that {@code ./scout up} runs. The checkout is links to this one, so that files
 * and the state of the platform are its own, and nothing is built again. What a block exports holds for those behind it.
 */
final class Terminal implements AutoCloseable {

    private static final List<String> CHECKOUT = List.of("scout", "mvnw", "pom.xml", "shared", "functions", "infra");
    private static final List<String> PORTS = List.of("s3", "http", "lambda", "sqs", "postgres");
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration COMMAND = Duration.ofMinutes(3);

    /** What {@code up} prints of each address, and the port that the pages name. */
    private static final Map<String, String> USUAL_PORTS =
            Map.of("S3", "4566", "HTTP API", "3000", "Lambda", "3001", "SQS", "9324", "PostgreSQL", "54322");

    private final Path checkout;
    private final Path scratch;
    private final Process platform;
    private final Map<String, String> addresses = new LinkedHashMap<>();

    /** What one block printed. */
    record Result(int exitCode, String out, String err) {}

    Terminal(Path directory) throws IOException, InterruptedException {
        checkout = Files.createDirectory(directory.resolve("scout"));
        scratch = Files.createDirectory(directory.resolve("scratch"));
        for (String part : CHECKOUT) {
            Files.createSymbolicLink(
                    checkout.resolve(part), ProjectRoot.path().toRealPath().resolve(part));
        }
        // What a page shows of a run is of the one that it asks for: none comes before it.
        StringBuilder up = new StringBuilder("exec ./scout up --parameter TransformOnArrival=false");
        PORTS.forEach(port -> up.append(" --").append(port).append("-port 0"));
        Path told = scratch.resolve("up");
        platform = shell(up.toString())
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(platform::destroy));
        try {
            awaitAddresses(told);
        } catch (AssertionError | IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitAddresses(Path told) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(START);
        while (!Files.readString(told).contains("\nReady.")) {
            assertThat(platform.isAlive()).as(Files.readString(told)).isTrue();
            assertThat(Instant.now())
                    .as("waited for %s", Files.readString(told))
                    .isBefore(end);
            Thread.sleep(50);
        }
        USUAL_PORTS.forEach((name, usual) -> {
            Matcher line = Pattern.compile("(?m)^  " + name + " +(?:http://)?(127\\.0\\.0\\.1:\\d+)")
                    .matcher(read(told));
            assertThat(line.find()).as("the address of %s", name).isTrue();
            addresses.put("127.0.0.1:" + usual, line.group(1));
        });
    }

    /** The same text with the platform's own ports. */
    String addressed(String text) {
        String own = text;
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            own = own.replace(address.getKey(), address.getValue());
        }
        return own;
    }

    Result run(String commands) throws IOException, InterruptedException {
        Path variables = scratch.resolve("variables");
        return await(
                shell("[ ! -f " + variables + " ] || . " + variables + "\n" + commands + "\nexport -p >" + variables));
    }

    Result sql(String statements) throws IOException, InterruptedException {
        Path input = Files.writeString(scratch.resolve("statements"), statements + "\n");
        return await(shell("./scout sql <" + input));
    }

    private Result await(ProcessBuilder shell) throws IOException, InterruptedException {
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        Process process =
                shell.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return new Result(-1, read(out), "It did not end within " + COMMAND + ".\n" + read(err));
        }
        return new Result(process.exitValue(), read(out), read(err));
    }

    /** Without what this machine's user has set for AWS, and on the JDK of this test. */
    private ProcessBuilder shell(String commands) {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands).directory(checkout.toFile());
        Map<String, String> environment = shell.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        environment.put("NO_PROXY", "127.0.0.1");
        environment.put("no_proxy", "127.0.0.1");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Path fetched = fetchedAwsCli();
        if (Files.isDirectory(fetched)) {
            environment.merge("PATH", fetched.resolve("bin").toString(), (path, own) -> own + ":" + path);
            environment.put("PYTHONPATH", fetched.toString());
        }
        return shell;
    }

    /** Where .ci/run puts it if the machine has none. */
    private static Path fetchedAwsCli() {
        return ProjectRoot.path().resolve("target/awscli");
    }

    /** The pages use the AWS CLI to put files; who has none is not held up by that, but CI is. */
    static void requireAwsCli() throws InterruptedException {
        boolean there = Files.isExecutable(fetchedAwsCli().resolve("bin/aws")) || runs("aws");
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as("the AWS CLI (.ci/run fetches it)").isTrue();
        }
        Assumptions.assumeTrue(there, "There is no AWS CLI: the commands of the documentation were not run.");
    }

    private static boolean runs(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        platform.destroy();
        if (!platform.waitFor(30, TimeUnit.SECONDS)) {
            platform.destroyForcibly();
        }
    }
}
