package dev.scout.local.lambda;

import dev.scout.local.LocalPlatformException;
import dev.scout.local.runtime.LambdaRuntime;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A function's deployed package, unpacked: a native executable, or jars for the JVM. */
final class FunctionPackage {

    /** What quarkus-amazon-lambda and quarkus-amazon-lambda-http make the entry of a JVM package. */
    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler";

    private final Path directory;

    private FunctionPackage(Path directory) {
        this.directory = directory;
    }

    static FunctionPackage unpack(Path zip, Path directory) {
        if (!Files.isRegularFile(zip)) {
            throw new LocalPlatformException(
                    "The package " + zip + " is not there: build it with ./mvnw -Dquick -DskipTests package.");
        }
        try (ZipFile archive = new ZipFile(zip.toFile())) {
            Enumeration<? extends ZipEntry> entries = archive.entries();
            while (entries.hasMoreElements()) {
                extract(archive, entries.nextElement(), directory);
            }
        } catch (IOException e) {
            throw new LocalPlatformException(
                    "The package " + zip + " can't be unpacked to " + directory + ": " + e.getMessage() + ".", e);
        }
        return new FunctionPackage(directory);
    }

    private static void extract(ZipFile archive, ZipEntry entry, Path directory) throws IOException {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
            throw new IOException("it holds the entry " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.resolve("..").normalize());
        try (InputStream content = archive.getInputStream(entry)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    Path directory() {
        return directory;
    }

    boolean isNative() {
        return Files.isRegularFile(directory.resolve("bootstrap"));
    }

    String handler() {
        return isNative() ? "bootstrap" : HANDLER + "::handleRequest";
    }

    /** The command that starts a process of the function with about that much memory. */
    List<String> command(int memoryMegabytes, Path temporaryDirectory) {
        String temporary = "-Djava.io.tmpdir=" + temporaryDirectory;
        if (isNative()) {
            Path bootstrap = directory.resolve("bootstrap");
            bootstrap.toFile().setExecutable(true);
            return List.of(bootstrap.toString(), temporary);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Lambda's own Java runtimes leave about this share of the memory to the heap, unless JAVA_TOOL_OPTIONS
                // say -Xmx.
                "-XX:MaxRAM=" + memoryMegabytes + "m",
                "-XX:MaxRAMPercentage=85",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                temporary,
                "-cp",
                classPath(),
                LambdaRuntime.class.getName(),
                HANDLER);
    }

    private String classPath() {
        try {
            Path runtime = Path.of(LambdaRuntime.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return String.join(
                    File.pathSeparator, directory.toString(), directory.resolve("lib") + "/*", runtime.toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The runtime's own jar can't be found", e);
        }
    }
}
