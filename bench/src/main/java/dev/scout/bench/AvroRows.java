package dev.scout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;

/** Rows of texts as an Avro file, written by Avro's own library: blocks of about 1 MB, Snappy. */
final class AvroRows {

    private static final int BLOCK_BYTES = 1 << 20;

    private AvroRows() {}

    static void write(ResultSet rows, Path target) throws SQLException, IOException {
        int columns = rows.getMetaData().getColumnCount();
        Schema schema = schema(rows, columns);
        try (DataFileWriter<GenericData.Record> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.snappyCodec())
                    .setSyncInterval(BLOCK_BYTES)
                    .create(schema, target.toFile());
            GenericData.Record row = new GenericData.Record(schema);
            while (rows.next()) {
                for (int column = 0; column < columns; column++) {
                    row.put(column, rows.getString(column + 1));
                }
                writer.append(row);
            }
        }
    }

    private static Schema schema(ResultSet rows, int columns) throws SQLException {
        FieldAssembler<Schema> fields = SchemaBuilder.record("line").fields();
        for (int column = 1; column <= columns; column++) {
            fields = fields.optionalString(rows.getMetaData().getColumnLabel(column));
        }
        return fields.endRecord();
    }
}
