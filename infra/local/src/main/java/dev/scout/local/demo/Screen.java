package dev.scout.local.demo;

import dev.scout.local.ResultTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Where the demo shows its steps, each with the seconds since it began; colour only on a terminal. */
final class Screen {

    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colour = System.getProperty("scout.terminal") != null && System.getenv("NO_COLOR") == null;
    private final long start = System.nanoTime();

    Screen(PrintWriter out) {
        this.out = out;
    }

    void step(String format, Object... values) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        out.printf(Locale.ROOT, "%6.1f s  %s%n", seconds, String.format(Locale.ROOT, format, values));
        out.flush();
    }

    void title(String title) {
        out.println();
        out.println(colour ? BOLD + title + RESET : title);
    }

    void table(ResultTable table) {
        table.lines().forEach(line -> out.println("  " + line));
    }

    void line(String text) {
        out.println("  " + text);
    }

    String verdict(boolean good) {
        String word = good ? "ok" : "WRONG";
        return colour ? (good ? GREEN : RED) + word + RESET : word;
    }

    void end(boolean good, String text) {
        out.println();
        out.println(colour ? (good ? GREEN : RED) + text + RESET : text);
        out.flush();
    }
}
