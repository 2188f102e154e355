package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Utf8;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one file into bronze and what was refused into quarantine, on one connection and within its transaction. A
 * connection can do one COPY at a time, so refusals wait until there are many, or until the end.
 */
final class BronzeWriter implements RecordSink, AutoCloseable {

    private static final int PENDING_REFUSALS = 5_000;
    private static final int RECORDS_BETWEEN_LOOKS_AT_THE_TIME = 10_000;
    private static final long PENDING_BYTES = 8L * 1024 * 1024;
    private static final String QUARANTINE =
            "copy scout.quarantine (file_id, bucket, key, source_row, source_line, byte_offset, byte_length,"
                    + " source_column, rule, message, raw_text, raw_bytes) from stdin";

    private final Connection connection;
    private final FileContext file;
    private final BronzeRow row;
    private final Deadline deadline;
    private final List<Refusal> pending = new ArrayList<>();
    private long pendingBytes;
    private @Nullable CopyStream copy;
    private long loaded;
    private long quarantined;
    private @Nullable Refusal firstRefusal;

    BronzeWriter(Connection connection, FileContext file, BronzeRow row, Deadline deadline) {
        this.connection = connection;
        this.file = file;
        this.row = row;
        this.deadline = deadline;
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        try {
            CopyStream open = copy;
            if (open == null) {
                open = new CopyStream(connection, row.copySql());
                copy = open;
            }
            row.write(open, number, line, json, from, to);
            if (++loaded % RECORDS_BETWEEN_LOOKS_AT_THE_TIME == 0) {
                stopInTime();
            }
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
    private void stopInTime() {
        if (deadline.isNear()) {
            throw new ScoutException(
                    "OUT_OF_TIME",
                    true,
                    "The time was up after " + loaded + " records of "
                            + file.object().uri()
                            + ", and nothing of it was kept: give the function a longer timeout or more memory.",
                    null);
        }
    }

    private void copyRefusals() throws SQLException {
        CopyStream quarantine = new CopyStream(connection, QUARANTINE);
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
