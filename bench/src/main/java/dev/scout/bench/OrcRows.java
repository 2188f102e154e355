package dev.scout.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.impl.PhysicalFsWriter;
import org.apache.orc.impl.WriterImpl;
import org.apache.orc.impl.writer.WriterEncryptionVariant;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/** Rows of texts as an ORC file, written by ORC's own library: stripes of its default size (64 MB), Snappy. */
final class OrcRows {

    private OrcRows() {}

    static void write(ResultSet rows, Path target) throws SQLException, IOException {
        int columns = rows.getMetaData().getColumnCount();
        TypeDescription schema = TypeDescription.createStruct();
        for (int column = 1; column <= columns; column++) {
            schema.addField(rows.getMetaData().getColumnLabel(column), TypeDescription.createString());
        }
        OrcFile.WriterOptions options = OrcFile.writerOptions(new Configuration(false))
                .setSchema(schema)
                .compress(CompressionKind.SNAPPY);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 20)) {
            options.physicalWriter(
                    new PhysicalFsWriter(new FSDataOutputStream(out, null), options, new WriterEncryptionVariant[0]));
            try (Writer writer = new WriterImpl(
                    null, new org.apache.hadoop.fs.Path(target.getFileName().toString()), options)) {
                write(rows, columns, writer, schema.createRowBatch());
            }
        }
    }

    private static void write(ResultSet rows, int columns, Writer writer, VectorizedRowBatch batch)
            throws SQLException, IOException {
        while (rows.next()) {
            for (int column = 0; column < columns; column++) {
                set((BytesColumnVector) batch.cols[column], batch.size, rows.getString(column + 1));
            }
            if (++batch.size == batch.getMaxSize()) {
                writer.addRowBatch(batch);
                batch.reset();
            }
        }
        if (batch.size > 0) {
            writer.addRowBatch(batch);
        }
    }

    private static void set(BytesColumnVector vector, int row, String text) {
        if (text == null) {
            vector.noNulls = false;
            vector.isNull[row] = true;
        } else {
            vector.setVal(row, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
