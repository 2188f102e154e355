package dev.scout.proxy.access;

import dev.scout.ScoutException;
import dev.scout.runs.Layer;
import dev.scout.runs.RunLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Writes what became of a request: {@code scout.dataset_access_logs} and the run history. A row that can't be written is a line in the
 * function's log and changes no answer.
 */
@Singleton
final class AccessLog {

    private static final Logger LOG = Logger.getLogger(AccessLog.class);

    private static final String FUNCTION = "dataset-proxy";
    private static final int SERVER_ERROR = 500;

    private final RunLog runs;

    AccessLog(RunLog runs) {
        this.runs = runs;
    }

    /** A request to the datasets: a row in both tables. */
    void write(Visit visit, int status) {
        if (isWritable(visit, status)) {
            try {
                QuarkusTransaction.requiringNew()
                        .run(() -> visit.toLogEntry(status).persist());
                writeRun(visit, status);
            } catch (RuntimeException e) {
                LOG.errorf(e, "Request %s (%s, %d) is not in dataset_access_logs", visit.id(), visit.outcome(), status);
            }
        }
    }

    /** A request that asks for no data: a row of the run history alone. */
    void writeRunOnly(Visit visit, int status) {
        if (isWritable(visit, status)) {
            writeRun(visit, status);
        }
    }

    private void writeRun(Visit visit, int status) {
        try {
            runs.record(Layer.API, FUNCTION, visit.elapsed(), status < SERVER_ERROR ? null : visit.outcome());
        } catch (ScoutException e) {
            LOG.errorf(e, "Request %s (%s, %d) is not in etl_monitoring", visit.id(), visit.outcome(), status);
        }
    }

    private static boolean isWritable(Visit visit, int status) {
        if (visit.isDatabaseFailed()) {
            LOG.errorf(
                    "Request %s (%s, %d) is logged here only: the database doesn't answer",
                    visit.id(), visit.outcome(), status);
        }
        return !visit.isDatabaseFailed();
    }
}
