package dev.scout.loader.replay;

import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.bronze.SettledFile;
import dev.scout.loader.bronze.SettledFile.Rows;
import dev.scout.loader.bronze.SettledFile.Settings;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.quality.FileProfile;
import dev.scout.loader.quality.Inspection;
import dev.scout.loader.quality.LateUniqueness;
import dev.scout.loader.quality.QualityLedger;
import dev.scout.loader.quality.RecordDrift;
import dev.scout.loader.quality.Standards;
import dev.scout.loader.replay.RecordReading.Result;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some refused records of one file, in one transaction: those that will do now go into bronze, the others get their new reason. */
final class FileReplay {

    private final Connection connection;
    private final SettledFile file;
    private final WholeText texts;
    private final Deadline deadline;
    private final int maxRecordBytes;
    private final Map<Long, Refusal> refused = new LinkedHashMap<>();

    FileReplay(Connection connection, SettledFile file, WholeText texts, Deadline deadline, int maxRecordBytes) {
        this.connection = connection;
        this.file = file;
        this.texts = texts;
        this.deadline = deadline;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Replays those that are still open. */
    Replayed run(List<Long> ids, UUID run) throws SQLException {
        List<RefusedRecord> open = Refusals.lock(connection, ids);
        if (!file.isInForce()) {
            return Replayed.left(open.size(), "file_not_in_force");
        }
        List<RefusedRecord> records =
                open.stream().filter(record -> record.number() != null).toList();
        int others = open.size() - records.size();
        if (others > 0 && file.canBeReloaded()) {
            return Replayed.reload(file.object());
        }
        Settings settings = file.settings(maxRecordBytes);
        if (settings == null) {
            return Replayed.left(open.size(), "pipeline_gone");
        }
        LoadOutcome outcome = records.isEmpty() ? null : replay(records, settings, run);
        return new Replayed(
                records.size() - refused.size(),
                refused.size(),
                others,
                others == 0 ? "" : "not_a_record",
                outcome,
                null);
    }

    private LoadOutcome replay(List<RefusedRecord> records, Settings settings, UUID run) throws SQLException {
        Standards standards = settings.standards();
        RecordReading reading = new RecordReading(file, settings.source());
        boolean typed = !reading.isDelimited();
        Map<RefusedRecord, byte[]> readable = new LinkedHashMap<>();
        for (RefusedRecord record : records) {
            Result result = read(reading, record);
            byte[] json = result.json();
            String drift = json == null ? null : RecordDrift.refusal(standards, typed, json);
            if (json == null) {
                refuse(record, result.refusal());
            } else if (drift != null) {
                refuse(record, Refusal.of(Refusal.SCHEMA_DRIFT, drift));
            } else {
                readable.put(record, json);
            }
        }
        if (standards.hasUniqueRules()) {
            leaveOutRepeats(readable, standards);
        }
        List<Long> loaded = new ArrayList<>();
        FileProfile profile = load(readable, standards, typed, loaded);
        Refusals.refuseAgain(connection, refused);
        Refusals.close(connection, loaded);
        if (!loaded.isEmpty()) {
            QualityLedger.note(
                    connection,
                    file.fileId(),
                    settings.pipeline(),
                    QualityLedger.judgeLate(connection, settings.pipeline(), standards, profile));
        }
        return file.settle(loaded.size(), refused.size(), profile, run);
    }

    private Result read(RecordReading reading, RefusedRecord record) {
        if (record.correctedText() != null || !record.isCut()) {
            boolean unreadable = record.rule().equals(Refusal.INVALID_ENCODING) && record.correctedText() == null;
            return unreadable && isBinary()
                    ? Result.of(Refusal.of(record.rule(), "The text is still not UTF-8; here it stands in base64."))
                    : reading.read(record, record.raw());
        }
        if (!texts.fits(record)) {
            return Result.of(Refusal.of(
                    Refusal.RECORD_TOO_LARGE,
                    "The record has " + record.byteLength() + " bytes; the largest that is loaded has " + maxRecordBytes
                            + " (SCOUT_MAX_RECORD_BYTES)."));
        }
        byte[] whole = texts.fetch(file.object(), record);
        return whole == null ? Result.of(WholeText.gone(record)) : reading.read(record, whole);
    }

    private boolean isBinary() {
        return switch (file.format()) {
            case "json", "ndjson", "csv", "tsv" -> false;
            default -> true;
        };
    }

    private void leaveOutRepeats(Map<RefusedRecord, byte[]> readable, Standards standards) throws SQLException {
        LateUniqueness uniqueness = new LateUniqueness(standards);
        readable.forEach((record, json) -> uniqueness.add(number(record), json));
        if (file.hasRows()) {
            file.forEachRecord(uniqueness);
        }
        readable.keySet().removeIf(record -> {
            Refusal repeated = uniqueness.refusal(number(record));
            refuse(record, repeated);
            return repeated != null;
        });
    }

    /** Loads those that meet the rules; the numbers of quarantine's rows are added to the list. */
    private FileProfile load(
            Map<RefusedRecord, byte[]> readable, Standards standards, boolean typed, List<Long> loaded) {
        try (Rows rows = file.rows(deadline)) {
            Judged judged = new Judged(rows);
            Inspection inspection =
                    new Inspection(standards, typed, refusal -> refusal, judged, (rules, values, numbers) -> {}, false);
            readable.forEach((record, json) -> {
                inspection.accept(number(record), record.line(), json, 0, json.length);
                Refusal refusal = judged.take();
                if (refusal == null) {
                    loaded.add(record.id());
                } else {
                    refuse(record, refusal);
                }
            });
            rows.flush();
            return inspection.profile();
        }
    }

    private void refuse(RefusedRecord record, @Nullable Refusal reason) {
        if (reason != null) {
            refused.put(record.id(), reason);
        }
    }

    private static long number(RefusedRecord record) {
        return record.number() == null ? 0 : record.number();
    }

    /** Takes on what is accepted, and remembers why something is not. */
    private static final class Judged implements RecordSink {

        private final RecordSink rows;
        private @Nullable Refusal refusal;

        Judged(RecordSink rows) {
            this.rows = rows;
        }

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            rows.accept(number, line, json, from, to);
        }

        @Override
        public void refuse(Refusal reason) {
            refusal = reason;
        }

        @Nullable
        Refusal take() {
            Refusal taken = refusal;
            refusal = null;
            return taken;
        }
    }
}
