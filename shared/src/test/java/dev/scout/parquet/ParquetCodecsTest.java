package dev.scout.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void saysWhichCodecItDoesNotKnow() {
        assertThatThrownBy(() -> codecs.getDecompressor(CompressionCodecName.LZO))
                .hasMessageContaining("LZO")
                .hasMessageContaining("ZSTD");
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        return input.toInputStream().readAllBytes();
    }
}
