package dev.scout.loader.external;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Everything that is logged, with its stack traces. */
final class RecordedLog extends Handler implements AutoCloseable {

    private final Formatter format = new PatternFormatter("%p %s%e%n");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private RecordedLog() {}

    static RecordedLog start() {
        RecordedLog log = new RecordedLog();
        Logger.getLogger("").addHandler(log);
        return log;
    }

    String text() {
        return String.join("", lines);
    }

    @Override
    public void publish(LogRecord message) {
        lines.add(format.format(message));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
