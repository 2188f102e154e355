package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Utf8;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one file into bronze and what was refused into quarantine, on one connection and within its transaction. A
 * connection can do one COPY at a time, so refusals wait until there are many, or until the end.
 */
final class BronzeWriter implements RecordSink, AutoCloseable {

    /** Code of the failure to end in time. */
    static final String OUT_OF_TIME = "OUT_OF_TIME";

    private static final int PENDING_REFUSALS = 5_000;
    private static final int BYTES_BETWEEN_LOOKS_AT_THE_TIME = 256 * 1024;
    private static final int BYTES_OF_A_ROW = 100;
    private static final long PENDING_BYTES = 8L * 1024 * 1024;
    private static final String QUARANTINE_COLUMNS =
            " (file_id, bucket, key, source_row, source_line, byte_offset, byte_length,"
                    + " source_column, rule, message, raw_text, raw_bytes) from stdin";

    private final Connection connection;
    private final FileContext file;
    private final BronzeRow row;
    private final Tables tables;
    private final Deadline deadline;
    private final Duration reserve;
    private final List<Refusal> pending = new ArrayList<>();
    private long pendingBytes;
    private @Nullable CopyStream copy;
    private long unlooked;
    private long loaded;
    private long quarantined;
    private @Nullable Refusal firstRefusal;

    /** @param reserve what must be left of the time to go on */
    BronzeWriter(
            Connection connection,
            FileContext file,
            BronzeRow row,
            Tables tables,
            Deadline deadline,
            Duration reserve) {
        this.connection = connection;
        this.file = file;
        this.row = row;
        this.tables = tables;
        this.deadline = deadline;
        this.reserve = reserve;
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        try {
            CopyStream open = copy;
            if (open == null) {
                open = new CopyStream(connection, row.copySql(tables.rows()));
                copy = open;
            }
            row.write(open, number, line, json, from, to);
            loaded++;
            stopInTime(to - from);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        if (firstRefusal == null) {
            firstRefusal = refusal;
        }
        pending.add(refusal);
        byte[] raw = refusal.raw();
        pendingBytes += 500 + (raw == null ? 0 : raw.length);
        quarantined++;
        stopInTime(raw == null ? 0 : raw.length);
        if (pending.size() >= PENDING_REFUSALS || pendingBytes >= PENDING_BYTES) {
            flush();
        }
    }

    /** Brings everything that was taken so far into the tables. */
    void flush() {
        try {
            if (copy != null) {
                copy.end();
                copy = null;
            }
            if (!pending.isEmpty()) {
                copyRefusals();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    long loaded() {
        return loaded;
    }

    long quarantined() {
        return quarantined;
    }

    @Nullable
    Refusal firstRefusal() {
        return firstRefusal;
    }

    /** Gives up what is not finished. */
    @Override
    public void close() {
        if (copy != null) {
            copy.cancel();
            copy = null;
        }
    }

    /** An invocation that runs out of time is killed without a word; one that stops before can say why, and answer for the others. */
    private void stopInTime(int bytes) {
        unlooked += BYTES_OF_A_ROW + bytes;
        if (unlooked < BYTES_BETWEEN_LOOKS_AT_THE_TIME) {
            return;
        }
        unlooked = 0;
        if (deadline.remaining().compareTo(reserve) < 0) {
            throw new ScoutException(
                    OUT_OF_TIME,
                    true,
                    "The time was up after " + loaded + " records of "
                            + file.object().uri()
                            + ", and nothing of it was kept. It comes again, and is loaded in parts if the time is too short once more.",
                    null);
        }
    }

    private void copyRefusals() throws SQLException {
        CopyStream quarantine = new CopyStream(connection, "copy " + tables.quarantine() + QUARANTINE_COLUMNS);
        copy = quarantine;
        byte[] place = CopyText.columns(file.object().bucket(), file.object().key())
                .concat("\t")
                .getBytes(StandardCharsets.UTF_8);
        for (Refusal refusal : pending) {
            quarantine.number(file.fileId());
            quarantine.plain(place);
            write(quarantine, refusal);
        }
        quarantine.end();
        copy = null;
        pending.clear();
        pendingBytes = 0;
    }

    private static void write(CopyStream quarantine, Refusal refusal) throws SQLException {
        quarantine.number(refusal.number());
        quarantine.next();
        quarantine.number(refusal.line());
        quarantine.next();
        quarantine.number(refusal.byteOffset());
        quarantine.next();
        quarantine.number(refusal.byteLength());
        quarantine.next();
        quarantine.escaped(readable(refusal.column()));
        quarantine.next();
        quarantine.escaped(refusal.rule());
        quarantine.next();
        quarantine.escaped(readable(refusal.message()));
        quarantine.next();
        byte[] raw = refusal.raw();
        boolean text = raw == null || isText(raw);
        quarantine.escaped(raw == null ? null : readable(new String(raw, StandardCharsets.UTF_8)));
        quarantine.next();
        quarantine.bytes(text ? null : raw);
        quarantine.endRow();
    }

    private static boolean isText(byte[] raw) {
        for (byte b : raw) {
            if (b == 0) {
                return false;
            }
        }
        return Utf8.isValid(raw, 0, raw.length);
    }

    private static @Nullable String readable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private RuntimeException failed(SQLException e) {
        return DatabaseFailure.of("The rows of " + file.object().uri() + " could not be written", e);
    }
}
