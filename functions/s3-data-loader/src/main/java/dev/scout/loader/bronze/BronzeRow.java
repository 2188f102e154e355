package dev.scout.loader.bronze;

import java.sql.SQLException;

/** How a record becomes a row of a bronze table. One is made for each file. */
interface BronzeRow {

    /** The COPY that takes the rows. */
    String copySql(String table);

    /**
     * Writes the row of a record.
     *
     * @param line {@link dev.scout.loader.source.RecordSink#NO_LINE} where there is none
     */
    void write(CopyStream copy, long number, long line, byte[] json, int from, int to) throws SQLException;
}
