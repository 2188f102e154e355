package dev.scout.loader.source.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Takes the footer's pieces as they are read. */
final class FooterConsumer extends Util.FileMetaDataConsumer {

    private final ParquetMetadataConverter converter;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private @Nullable MessageType schema;
    private List<String[]> leaves = List.of();
    private long rows;
    private long statedRows = DamageException.UNKNOWN;
    private @Nullable String createdBy;

    FooterConsumer(ParquetMetadataConverter converter) {
        this.converter = converter;
    }

    Footer footer() {
        if (schema == null) {
            throw DamageException.of("its footer has no schema");
        }
        if (statedRows < 0) {
            throw DamageException.of("its footer does not say how many rows it has");
        }
        return new Footer(schema, List.copyOf(rowGroups), statedRows, createdBy);
    }

    @Override
    public void setVersion(int version) {
        // All are read alike.
    }

    @Override
    public void setSchema(List<SchemaElement> elements) {
        try {
            schema = converter
                    .fromParquetMetadata(new FileMetaData(1, elements, 0, List.of()))
                    .getFileMetaData()
                    .getSchema();
            leaves = schema.getPaths();
        } catch (IOException e) {
            throw DamageException.of(e);
        }
    }

    @Override
    public void setNumRows(long count) {
        statedRows = count;
    }

    @Override
    public void addRowGroup(org.apache.parquet.format.RowGroup group) {
        long count = Math.max(0, group.getNum_rows());
        if (rows + count < rows) {
            throw DamageException.of("its row groups have more rows than can be counted");
        }
        List<Chunk> chunks = new ArrayList<>(leaves.size());
        String damage = group.getNum_rows() < 0 ? "it has " + group.getNum_rows() + " rows" : null;
        for (int i = 0; i < leaves.size() && damage == null; i++) {
            ColumnChunk chunk = chunk(group.getColumns(), i);
            damage =
                    chunk == null ? "it has no column " + String.join(".", leaves.get(i)) : fault(chunk.getMeta_data());
            if (damage == null && chunk != null) {
                chunks.add(chunk(chunk.getMeta_data()));
            }
        }
        rowGroups.add(new RowGroup(rows, count, List.copyOf(chunks), damage));
        rows += count;
    }

    @Override
    public void addKeyValueMetaData(KeyValue entry) {
        // Of no use here.
    }

    @Override
    public void setCreatedBy(String writer) {
        createdBy = writer;
    }

    @Override
    public void setEncryptionAlgorithm(EncryptionAlgorithm algorithm) {
        throw Footer.encrypted();
    }

    @Override
    public void setFooterSigningKeyMetadata(byte[] metadata) {
        throw Footer.encrypted();
    }

    /** The chunk of a leaf: where it should be, else wherever it is. */
    private @Nullable ColumnChunk chunk(List<ColumnChunk> chunks, int leaf) {
        if (leaf < chunks.size() && isOf(chunks.get(leaf), leaf)) {
            return chunks.get(leaf);
        }
        for (ColumnChunk chunk : chunks) {
            if (isOf(chunk, leaf)) {
                return chunk;
            }
        }
        return null;
    }

    private boolean isOf(ColumnChunk chunk, int leaf) {
        if (chunk.isSetCrypto_metadata()) {
            throw Footer.encrypted();
        }
        if (chunk.isSetFile_path()) {
            throw DamageException.unsupported("its columns stand in other files; load those");
        }
        return chunk.isSetMeta_data()
                && chunk.getMeta_data().getPath_in_schema().equals(Arrays.asList(leaves.get(leaf)));
    }

    private static @Nullable String fault(ColumnMetaData column) {
        if (column.getData_page_offset() < 0 || column.getTotal_compressed_size() < 0 || column.getNum_values() < 0) {
            return "a place or size in it is negative";
        }
        return null;
    }

    private static Chunk chunk(ColumnMetaData column) {
        long data = column.getData_page_offset();
        long dictionary = column.isSetDictionary_page_offset() ? column.getDictionary_page_offset() : 0;
        return new Chunk(
                CompressionCodecName.valueOf(column.getCodec().name()),
                dictionary > 0 && dictionary < data ? dictionary : data,
                column.getTotal_compressed_size(),
                column.getNum_values());
    }
}
