package dev.scout.loader.source.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.source.Fuzz;
import dev.scout.loader.source.RecordedSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is damaged in an Avro file: reading comes to an end, what it yields is JSON, what is missing is told, and other blocks are there. */
class AvroFuzzTest {

    private static final int RECORDS = 200;
    private static final int RECORDS_IN_A_BLOCK = 20;

    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type":"record","name":"r","fields":[
              {"name":"id","type":"long"},
              {"name":"text","type":["null","string"]},
              {"name":"ratio","type":"double"},
              {"name":"part","type":"float"},
              {"name":"yes","type":"boolean"},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":4}},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
              {"name":"kind","type":{"type":"enum","name":"k","symbols":["A","B","C"]}},
              {"name":"hash","type":{"type":"fixed","name":"f","size":6}},
              {"name":"list","type":{"type":"array","items":["null","int"]}},
              {"name":"map","type":{"type":"map","values":"string"}},
              {"name":"nothing","type":"null"}]}""");

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "bzip2", "zstandard", "xz", "snappy"})
    void losesNothingWithoutAWord(String codec) throws IOException {
        byte[] original = written(codec, new ArrayList<>());
        Fuzz fuzz = new Fuzz(20261127, 1);
        while (fuzz.goesOn()) {
            byte[] damaged = fuzz.damaged(original);
            fuzz.run(() -> {
                RecordedSink read = read(damaged);
                // A file that was cut off behind a block looks as if it ended there.
                if (read.records.size() < RECORDS && damaged.length == original.length) {
                    assertThat(read.refusals).isNotEmpty();
                }
            });
        }
        assertThat(fuzz.cases()).isPositive();
    }

    /** Damage within a block costs records of that block only. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "bzip2", "zstandard", "xz", "snappy"})
    void readsTheOtherBlocks(String codec) throws IOException {
        List<Integer> ends = new ArrayList<>();
        byte[] original = written(codec, ends);
        List<String> whole = read(original).records;
        assertThat(whole).hasSize(RECORDS);
        Fuzz fuzz = new Fuzz(20261128, 1);
        while (fuzz.goesOn()) {
            int block = fuzz.random().nextInt(ends.size() - 1);
            int begin = ends.get(block);
            int length = ends.get(block + 1) - begin;
            byte[] damaged = original.clone();
            int at = begin + fuzz.random().nextInt(length);
            damaged[at] ^= (byte) (1 + fuzz.random().nextInt(255));
            fuzz.run(() -> {
                RecordedSink read = read(damaged);
                int before = block * RECORDS_IN_A_BLOCK;
                int behind = RECORDS - before - RECORDS_IN_A_BLOCK;
                List<String> found = read.records;
                assertThat(found.subList(0, before).equals(whole.subList(0, before))
                                && found.subList(found.size() - behind, found.size())
                                        .equals(whole.subList(RECORDS - behind, RECORDS)))
                        .as("damage at %d, in block %d: %s", at, block, read.refusals)
                        .isTrue();
                if (read.records.size() < RECORDS) {
                    assertThat(read.refusals).isNotEmpty();
                }
            });
        }
        assertThat(fuzz.cases()).isPositive();
    }

    private static RecordedSink read(byte[] file) {
        RecordedSink read = RecordedSink.read("a.avro", file);
        read.assertWellFormed();
        return read;
    }

    /** @param ends takes where the header and the blocks end */
    private static byte[] written(String codec, List<Integer> ends) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.setCodec(CodecFactory.fromString(codec));
            writer.create(SCHEMA, file, "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            for (int i = 0; i < RECORDS; i++) {
                if (i % RECORDS_IN_A_BLOCK == 0) {
                    writer.sync();
                    writer.flush();
                    ends.add(file.size());
                }
                writer.append(record(i));
            }
        }
        ends.add(file.size());
        return file.toByteArray();
    }

    private static GenericRecord record(int i) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("id", 1_234_567_890_123L * i);
        record.put("text", i % 7 == 0 ? null : "Niño " + i * 31);
        record.put("ratio", i / 7.0);
        record.put("part", i / 3.0f);
        record.put("yes", i % 3 == 0);
        record.put(
                "price",
                ByteBuffer.wrap(
                        java.math.BigInteger.valueOf(-12_345_678_901L * i).toByteArray()));
        record.put("at", 1_700_000_000_000_000L + 977_123L * i);
        record.put(
                "kind",
                new GenericData.EnumSymbol(
                        SCHEMA.getField("kind").schema(), List.of("A", "B", "C").get(i % 3)));
        record.put(
                "hash", new GenericData.Fixed(SCHEMA.getField("hash").schema(), new byte[] {1, 2, 3, (byte) i, 0, -1}));
        List<Integer> list = new ArrayList<>();
        for (int n = 0; n < i % 5; n++) {
            list.add(n == 2 ? null : n * i);
        }
        record.put("list", list);
        Map<String, String> map = new HashMap<>();
        map.put("a" + i % 2, "b" + i);
        record.put("map", map);
        return record;
    }
}
