package dev.scout.local.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Polls the Lambda Runtime API for a package that was built for the JVM, as {@code bootstrap} does for a native one.
 * AWS's own client for Java runs on Linux only (it is a native library) and unpacks it to one place for all processes.
 */
public final class LambdaRuntime {

    private final String api;

    private LambdaRuntime(String api) {
        this.api = "http://" + api + "/2018-06-01/runtime/";
    }

    /** The argument is the class of the function's {@link RequestStreamHandler}. */
    public static void main(String[] arguments) throws IOException {
        LambdaRuntime runtime = new LambdaRuntime(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        RequestStreamHandler handler;
        try {
            handler = Class.forName(arguments[0])
                    .asSubclass(RequestStreamHandler.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (Throwable e) {
            e.printStackTrace();
            runtime.report("init/error", e);
            System.exit(1);
            return;
        }
        while (true) {
            runtime.serveOne(handler);
        }
    }

    private void serveOne(RequestStreamHandler handler) throws IOException {
        HttpURLConnection next = connect("invocation/next");
        InvocationContext context = InvocationContext.of(next);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (InputStream event = next.getInputStream()) {
            handler.handleRequest(event, answer, context);
        } catch (Throwable e) {
            e.printStackTrace();
            report("invocation/" + context.getAwsRequestId() + "/error", e);
            if (e instanceof VirtualMachineError) {
                System.exit(1);
            }
            return;
        }
        post("invocation/" + context.getAwsRequestId() + "/response", answer.toByteArray(), null);
    }

    private void report(String path, Throwable error) throws IOException {
        String trace = Arrays.stream(error.getStackTrace())
                .map(frame -> quote(frame.toString()))
                .collect(Collectors.joining(","));
        String body = "{\"errorMessage\":" + quote(String.valueOf(error.getMessage())) + ",\"errorType\":"
                + quote(error.getClass().getName()) + ",\"stackTrace\":[" + trace + "]}";
        post(path, body.getBytes(StandardCharsets.UTF_8), error.getClass().getName());
    }

    private void post(String path, byte[] body, @org.jspecify.annotations.Nullable String errorType)
            throws IOException {
        HttpURLConnection connection = connect(path);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        if (errorType != null) {
            connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", errorType);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (answer != null) {
            answer.readAllBytes();
            answer.close();
        }
    }

    private HttpURLConnection connect(String path) throws IOException {
        return (HttpURLConnection) new URL(api + path).openConnection();
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
