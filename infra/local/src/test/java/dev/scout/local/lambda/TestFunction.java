package dev.scout.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.local.Json;
import dev.scout.local.template.Template;
import dev.scout.local.template.Template.AsyncInvocation;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A real package made of the test's own handler, run as any function is. */
public final class TestFunction {

    public static final String ARN = "arn:aws:lambda:ap-southeast-1:000000000000:function:tested";

    private TestFunction() {}

    public static LambdaFunction start(Path directory, Duration timeout, int concurrency, AsyncInvocation async)
            throws IOException {
        Path zip = directory.resolve("function.zip");
        writePackage(zip, false);
        return start(zip, directory, timeout, concurrency, async);
    }

    static LambdaFunction startNative(Path directory) throws IOException {
        Path zip = directory.resolve("function.zip");
        writePackage(zip, true);
        return start(
                zip,
                directory,
                Duration.ofSeconds(20),
                1,
                new AsyncInvocation(0, Duration.ofHours(1), Optional.empty(), Optional.empty()));
    }

    static LambdaFunction start(Path zip, Path directory, Duration timeout, int concurrency, AsyncInvocation async) {
        Template.Function definition = new Template.Function(
                "tested", ARN, zip, 256, timeout, OptionalInt.empty(), Map.of("OWN", "value"), async);
        return new LambdaFunction(
                definition,
                Map.of("SCOUT_S3_ENDPOINT", "http://x"),
                concurrency,
                directory.resolve("work"),
                directory.resolve("tested.log"));
    }

    public static JsonNode json(InvocationResult result) {
        return Json.parse(result.payload()).orElseThrow();
    }

    static byte[] event(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** Classes at the root and jars in lib, as Quarkus makes it; with a bootstrap, what a native one would bring. */
    private static void writePackage(Path zip, boolean withBootstrap) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            String handler = QuarkusStreamHandler.class.getName().replace('.', '/') + ".class";
            out.putNextEntry(new ZipEntry(handler));
            try (InputStream content = QuarkusStreamHandler.class.getResourceAsStream("/" + handler)) {
                java.util.Objects.requireNonNull(content).transferTo(out);
            }
            for (Class<?> ofJar : List.of(Context.class, ObjectMapper.class, JsonFactory.class, JsonFormat.class)) {
                Path jar = jarOf(ofJar);
                out.putNextEntry(new ZipEntry("lib/" + jar.getFileName()));
                Files.copy(jar, out);
            }
            if (withBootstrap) {
                writeBootstrap(out);
            }
        }
    }

    private static void writeBootstrap(OutputStream out) throws IOException {
        ((ZipOutputStream) out).putNextEntry(new ZipEntry("bootstrap"));
        String script = "#!/bin/sh\nexec '" + System.getProperty("java.home")
                + "/bin/java' \"$@\" -cp \"$LAMBDA_TASK_ROOT:$LAMBDA_TASK_ROOT/lib/*:" + jarOf(LambdaFunction.class)
                + "\" dev.scout.local.runtime.LambdaRuntime " + QuarkusStreamHandler.class.getName() + "\n";
        out.write(script.getBytes(StandardCharsets.UTF_8));
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
