package dev.scout.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lzo.LzoCompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetCodecsTest {

    private static final byte[] PAGE =
            "tinapay at kape, tinapay at kape, ".repeat(500).getBytes(StandardCharsets.UTF_8);

    private final ParquetCodecs codecs = new ParquetCodecs();

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "GZIP", "ZSTD", "SNAPPY", "LZ4_RAW"})
    void givesBackWhatItCompressed(CompressionCodecName codec) throws IOException {
        byte[] compressed = bytes(codecs.getCompressor(codec).compress(BytesInput.from(PAGE)));
        ByteBuffer target = ByteBuffer.allocate(PAGE.length);

        codecs.getDecompressor(codec).decompress(ByteBuffer.wrap(compressed), compressed.length, target, PAGE.length);

        assertThat(target.array()).isEqualTo(PAGE);
        assertThat(bytes(codecs.getDecompressor(codec).decompress(BytesInput.from(compressed), PAGE.length)))
                .isEqualTo(PAGE);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY"})
    void refusesADamagedPage(CompressionCodecName codec) throws IOException {
        byte[] compressed = bytes(codecs.getCompressor(codec).compress(BytesInput.from(PAGE)));
        BytesInput damaged = BytesInput.from(compressed, 0, compressed.length / 2);

        assertThatThrownBy(() -> codecs.getDecompressor(codec).decompress(damaged, PAGE.length))
                .isInstanceOf(IOException.class);
    }

    /** The framing that Hadoop's LZ4 and LZO codecs write: blocks of their own in frames. */
    @Test
    void readsBlocksInHadoopsFrames() throws IOException {
        for (CompressionCodecName codec :
                new CompressionCodecName[] {CompressionCodecName.LZ4, CompressionCodecName.LZO}) {
            Compressor compressor = codec == CompressionCodecName.LZ4 ? new Lz4Compressor() : new LzoCompressor();
            ByteBuffer framed = ByteBuffer.allocate(2 * PAGE.length + 64);
            int cut = 10_000;
            framed.putInt(cut);
            putBlock(compressor, 0, 6_000, framed);
            putBlock(compressor, 6_000, cut, framed);
            framed.putInt(PAGE.length - cut);
            putBlock(compressor, cut, PAGE.length, framed);
            framed.flip();
            ByteBuffer target = ByteBuffer.allocateDirect(PAGE.length);

            PageDecompression.of(codec).decompress(framed, target);

            byte[] page = new byte[PAGE.length];
            target.flip().get(page);
            assertThat(page).isEqualTo(PAGE);
        }
    }

    @Test
    void readsLz4WithoutFrames() throws IOException {
        byte[] compressed =
                bytes(codecs.getCompressor(CompressionCodecName.LZ4_RAW).compress(BytesInput.from(PAGE)));
        assertThat(bytes(codecs.getDecompressor(CompressionCodecName.LZ4)
                        .decompress(BytesInput.from(compressed), PAGE.length)))
                .isEqualTo(PAGE);
    }

    @Test
    void saysWhichCodecItDoesNotWrite() {
        assertThatThrownBy(() -> codecs.getCompressor(CompressionCodecName.LZO))
                .hasMessageContaining("LZO")
                .hasMessageContaining("ZSTD");
    }

    private static void putBlock(Compressor compressor, int from, int to, ByteBuffer target) {
        byte[] block = new byte[compressor.maxCompressedLength(to - from)];
        int length = compressor.compress(PAGE, from, to - from, block, 0, block.length);
        target.putInt(length).put(block, 0, length);
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        return input.toInputStream().readAllBytes();
    }
}
