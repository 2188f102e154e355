package dev.scout.local.generate;

import dev.scout.parquet.ParquetCodecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** Transactions of a point of sale as a Parquet file with nested columns. */
final class ParquetSaleWriter implements SaleWriter {

    /** Parquet logs every field of every row at debug level, and the log manager lets that through while nobody has set a level. */
    private static final Logger QUIET = Logger.getLogger("org.apache.parquet");

    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final ParquetWriter<Sale> writer;

    ParquetSaleWriter(Path file) throws IOException {
        QUIET.setLevel(Level.WARNING);
        writer = new Builder(new LocalOutputFile(file))
                .withConf(ParquetCodecs.plain())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    @Override
    public int write(Sale sale) throws IOException {
        writer.write(sale);
        return 1;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<Sale, Builder> {

        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Sale> getWriteSupport(ParquetConfiguration configuration) {
            return new ParquetSaleSupport();
        }

        @Override
        @SuppressWarnings("deprecation") // abstract in the builder
        protected WriteSupport<Sale> getWriteSupport(org.apache.hadoop.conf.Configuration configuration) {
            return new ParquetSaleSupport();
        }
    }
}
