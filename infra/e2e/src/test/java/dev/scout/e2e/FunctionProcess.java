package dev.scout.e2e;

import dev.scout.local.runtime.LambdaRuntime;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * One function in a process of its own, run from the package that is deployed (its native executable where it was
 * built so), which a test can invoke, kill and limit.
 */
final class FunctionProcess implements AutoCloseable {

    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler";
    private static final String ARCHIVE = "function.zip";
    private static final long ANSWER_WAIT_SECONDS = 540;

    private final RuntimeApi api;
    private final Process process;
    private final Path log;

    private FunctionProcess(RuntimeApi api, Process process, Path log) {
        this.api = api;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the function from {@code functions/<name>/target/function.zip}.
     *
     * @param workDirectory where the package is unpacked and the log is kept
     * @param jvmOptions such as {@code -Xmx256m}
     */
    static FunctionProcess start(
            String name, Path workDirectory, Map<String, String> environment, List<String> jvmOptions)
            throws IOException {
        Path unpacked = unpacked(name, workDirectory.resolve(name));
        RuntimeApi api = RuntimeApi.start();
        Path log = Files.createTempFile(workDirectory, name + "-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command(unpacked, jvmOptions))
                .directory(unpacked.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", name);
        builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        builder.environment().put("_HANDLER", HANDLER);
        builder.environment().put("LAMBDA_TASK_ROOT", unpacked.toString());
        Process process = builder.start();
        var unused = process.onExit()
                .thenAccept(ended -> api.processEnded("The process ended with code " + ended.exitValue()));
        return new FunctionProcess(api, process, log);
    }

    CompletableFuture<String> invokeAsync(String event) {
        return api.invoke(event);
    }

    String invoke(String event) {
        try {
            return invokeAsync(event).get(ANSWER_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FunctionFailure failure) {
                throw new FunctionFailure(failure.getMessage() + "\n" + logTail());
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("No answer after " + ANSWER_WAIT_SECONDS + " s.\n" + logTail(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}: nothing in the process can do anything about it. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, and waits until it has. */
    void end() {
        process.destroy();
        process.onExit().join();
    }

    /** The end of what the process wrote, to say more when a test fails. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "(its log can't be read: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        kill();
        api.close();
    }

    /** A JVM takes the package's own classes from the archive: only what is in archives can be shared between JVMs. */
    private static List<String> command(Path unpacked, List<String> jvmOptions) {
        Path bootstrap = unpacked.resolve("bootstrap");
        List<String> command = new ArrayList<>();
        if (Files.exists(bootstrap)) {
            command.add(bootstrap.toString());
            jvmOptions.stream().filter(option -> option.startsWith("-Xm")).forEach(command::add);
            return command;
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-cp");
        command.add(unpacked.resolve(ARCHIVE) + File.pathSeparator + unpacked.resolve("lib") + "/*" + File.pathSeparator
                + unpacked + "/*" + File.pathSeparator + runtime());
        command.add(LambdaRuntime.class.getName());
        command.add(HANDLER);
        return command;
    }

    /** Where the class that polls the Runtime API for a JVM package comes from. */
    private static String runtime() {
        return LambdaRuntime.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    private static Path unpacked(String name, Path directory) throws IOException {
        Path archive =
                ProjectRoot.path().resolve("functions/" + name + "/target").resolve(ARCHIVE);
        if (!Files.exists(archive)) {
            throw new IllegalStateException(archive + " is missing: build it with ./mvnw package first.");
        }
        if (Files.exists(directory)) {
            return directory;
        }
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                extract(entries, entry, directory);
            }
        }
        Files.copy(archive, directory.resolve(ARCHIVE));
        directory.resolve("bootstrap").toFile().setExecutable(true);
        return directory;
    }

    private static void extract(InputStream content, ZipEntry entry, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException("The package holds a path that leads out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else {
            Files.createDirectories(target.getParent());
            Files.copy(content, target);
        }
    }
}
