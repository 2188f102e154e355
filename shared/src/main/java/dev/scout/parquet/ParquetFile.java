package dev.scout.parquet;

import dev.scout.file.ExportedFile;
import dev.scout.file.HashingOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/** A typed Parquet file, compressed with ZSTD. The same rows give the same bytes. */
public final class ParquetFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;
    /** Held in memory while it fills; readers like big ones. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final Path path;
    private final HashingOutputStream bytes;
    private final ParquetWriter<@Nullable String[]> writer;
    private boolean closed;

    public ParquetFile(Path path, List<ParquetColumn> columns) throws IOException {
        this.path = path;
        this.bytes = new HashingOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES));
        this.writer = new RowWriteSupport.WriterBuilder(new Target(bytes), columns)
                .withConf(ParquetCodecs.plain())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    /**
     * Writes one row, a text for each column.
     *
     * @throws UnfitValueException where a column's type can't hold its value; the file is of no use then
     */
    public void write(@Nullable String[] row) throws IOException {
        writer.write(row);
    }

    /** Writes the footer, closes the file and says what is in it. */
    public ExportedFile finish() throws IOException {
        closed = true;
        writer.close();
        return new ExportedFile(path, bytes.sha256(), bytes.count());
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            bytes.close();
        }
    }

    private record Target(HashingOutputStream bytes) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new CountedStream(bytes);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class CountedStream extends PositionOutputStream {

        private final HashingOutputStream bytes;

        CountedStream(HashingOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getPos() {
            return bytes.count();
        }

        @Override
        public void write(int value) throws IOException {
            bytes.write(value);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            bytes.write(source, offset, length);
        }

        @Override
        public void flush() throws IOException {
            bytes.flush();
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
