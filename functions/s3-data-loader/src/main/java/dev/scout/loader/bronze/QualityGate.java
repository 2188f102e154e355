package dev.scout.loader.bronze;

import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.quality.Judgement;
import dev.scout.loader.quality.QualityLedger;
import dev.scout.loader.quality.RegisteredFile;
import dev.scout.loader.quality.Repeats;
import dev.scout.loader.quality.Standards;
import dev.scout.loader.source.Refusal;
import java.sql.Connection;
import java.sql.SQLException;

/** What is decided of a file only once all of it has been read: whether its columns will do, and which records repeat others. */
final class QualityGate {

    private QualityGate() {}

    /**
     * Decides, and writes down drift, what is known from now on, and the registry's row.
     *
     * @param all of the file
     * @param mayReload whether the file can be loaded anew where its pipeline knows other columns by now
     * @param undo takes back whatever the file has brought into the tables
     * @return the tally as it is now
     */
    static Tally settle(
            Connection connection, FileContext file, Pipeline pipeline, Transferred all, boolean mayReload, Undo undo)
            throws SQLException {
        Standards standards = pipeline.standards();
        String problem = standards.problem();
        if (problem != null) {
            return reject(connection, file, all.tally(), Refusal.BAD_RULE, problem, undo);
        }
        // First what can take long: what comes next has the pipeline's other files wait.
        Tally tally = withoutRepeats(connection, file, standards, all.tally());
        Judgement judgement = QualityLedger.judge(connection, pipeline.name(), standards, all.profile(), mayReload);
        String refusal = judgement.refusal();
        if (refusal != null) {
            Tally rejected = reject(connection, file, all.tally(), Refusal.SCHEMA_DRIFT, refusal, undo);
            QualityLedger.note(connection, file.fileId(), pipeline.name(), judgement);
            return rejected;
        }
        QualityLedger.note(connection, file.fileId(), pipeline.name(), judgement);
        if (!tally.status().equals(LoadOutcome.REJECTED)) {
            QualityLedger.register(connection, registered(file, pipeline, all, tally), all.profile());
        }
        return tally;
    }

    private static Tally reject(
            Connection connection, FileContext file, Tally tally, String rule, String message, Undo undo)
            throws SQLException {
        undo.run();
        QualityLedger.refuseFile(connection, file.fileId(), rule, message);
        return tally.rejected(message);
    }

    /**
     * Refuses the records that repeat a value which must be unique, as far as that has been left for the end.
     *
     * @param tally with them
     * @return the tally without
     */
    static Tally withoutRepeats(Connection connection, FileContext file, Standards standards, Tally tally)
            throws SQLException {
        if (!standards.hasUniqueRules()) {
            return tally;
        }
        Repeats repeats = QualityLedger.refuseRepeats(connection, file.fileId(), standards);
        return repeats.count() == 0 ? tally : tally.less(repeats.count(), repeats.told());
    }

    private static RegisteredFile registered(FileContext file, Pipeline pipeline, Transferred all, Tally tally) {
        return new RegisteredFile(
                file.fileId(),
                pipeline.name(),
                pipeline.targetTable(),
                file.object().uri(),
                all.checksum(),
                file.partition(),
                tally.loaded(),
                tally.loaded() + tally.quarantined());
    }

    /** Takes something back. */
    @FunctionalInterface
    interface Undo {
        void run() throws SQLException;
    }
}
