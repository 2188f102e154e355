package dev.scout.local;

import dev.scout.ScoutException;
import dev.scout.local.template.TemplateException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says in a sentence why a command failed. */
final class Failure {

    private Failure() {}

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("could not extend file")) {
                return WorkDirectory.DISK_IS_FULL;
            }
        }
        if (failure instanceof LocalPlatformException
                || failure instanceof TemplateException
                || failure instanceof ScoutException) {
            return String.valueOf(failure.getMessage());
        }
        return "Unexpectedly, " + failure.toString().replaceAll("\\s*\\n\\s*", " ") + "; " + whereTheTraceIs(failure);
    }

    private static String whereTheTraceIs(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("scout-failure-", ".txt");
            Files.writeString(file, trace.toString(), StandardCharsets.UTF_8);
            return "the details are in " + file + ".";
        } catch (IOException e) {
            return "and the details could not be written: " + e.getMessage() + ".";
        }
    }
}
