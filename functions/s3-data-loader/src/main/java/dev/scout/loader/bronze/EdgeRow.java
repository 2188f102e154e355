package dev.scout.loader.bronze;

import dev.scout.loader.source.RecordSink;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * A row of {@code bronze_edge_raw}. Its record is {@code jsonb}, which can not hold everything that JSON can: then {@code raw_text} holds
 * the record as it came, and {@code raw_data} one that is as near to it as can be.
 */
final class EdgeRow implements BronzeRow {

    private static final String UNKNOWN_DEVICE = "unknown";

    private final FileContext file;
    private final byte[] idPrefix;
    private final byte[] constants;
    private final EdgeRecord record = new EdgeRecord();

    EdgeRow(FileContext file) {
        this.file = file;
        this.idPrefix = file.idPrefix();
        this.constants = CopyText.columns(
                        file.object().fileName(),
                        file.object().key(),
                        Long.toString(file.object().sizeBytes()),
                        file.object().etag(),
                        Long.toString(file.fileId()),
                        file.partition())
                .concat("\t")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String copySql(String table) {
        return "copy " + table
                + " (id, source_row, source_line, device_id, raw_data, file_name, file_path, file_size_bytes, checksum, file_id,"
                + " partition_values, raw_text) from stdin";
    }

    @Override
    public void write(CopyStream copy, long number, long line, byte[] json, int from, int to) throws SQLException {
        record.read(json, from, to);
        file.writeId(copy, idPrefix, number);
        copy.next();
        copy.number(number);
        copy.next();
        if (line == RecordSink.NO_LINE) {
            copy.none();
        } else {
            copy.number(line);
        }
        copy.next();
        String device = record.deviceId();
        copy.escaped(device == null ? UNKNOWN_DEVICE : device);
        copy.next();
        byte[] rendition = record.rendition();
        if (rendition == null) {
            copy.escaped(json, from, to);
            copy.plain(constants);
            copy.none();
        } else {
            copy.escaped(rendition, 0, rendition.length);
            copy.plain(constants);
            copy.escaped(json, from, to);
        }
        copy.endRow();
    }
}
