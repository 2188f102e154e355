package dev.scout.loader.bronze;

import dev.scout.loader.source.RecordSink;
import java.sql.SQLException;

/** A row of {@code bronze_transactions}: the record's text as it came. */
final class TransactionsRow implements BronzeRow {

    private final FileContext file;
    private final byte[] idPrefix;
    private final byte[] constants;

    TransactionsRow(FileContext file) {
        this.file = file;
        this.idPrefix = file.idPrefix();
        this.constants = CopyText.row(file.object().key(), file.partition(), Long.toString(file.fileId()));
    }

    @Override
    public String copySql(String table) {
        return "copy " + table
                + " (_raw_id, _raw_data, _source_row, _source_line, _source_file, _partition, _file_id) from stdin";
    }

    @Override
    public void write(CopyStream copy, long number, long line, byte[] json, int from, int to) throws SQLException {
        file.writeId(copy, idPrefix, number);
        copy.next();
        copy.escaped(json, from, to);
        copy.next();
        copy.number(number);
        copy.next();
        if (line == RecordSink.NO_LINE) {
            copy.none();
        } else {
            copy.number(line);
        }
        copy.plain(constants);
    }
}
