package dev.scout.loader.source.avro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.ConformanceTable;
import dev.scout.loader.SharedData;
import dev.scout.loader.source.RecordedSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.FileReader;
import org.apache.avro.file.SeekableFileInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.junit.jupiter.api.Test;

/** Every value of every Avro file of the suite, against what fastavro, or Avro's own library, reads. */
class AvroSuiteTest {

    /** Files that are not whole, or not Avro to their end, and why; what is good in them is loaded. */
    private static final Map<String, String> REFUSED = Map.of(
            "avro/lang-c/avro-1237-bad-union-discriminant.avro",
            "the second record names a branch that its union does not have, as the suite says; the byte behind the block is no block",
            "avro/lang-c/avro-1238-truncated.avro",
            "the file ends within the sync marker behind its block, as the suite says; the block's records are loaded",
            "avro/lang-js/person-10.no-codec.avro",
            "a byte behind the last block is no block; all records are loaded");

    @Test
    void readsEveryValue() throws IOException {
        Path suite = SharedData.directory("conformance");
        ConformanceTable table = new ConformanceTable("Avro");
        for (String line : Files.readAllLines(suite.resolve("EXPECTED/avro.tsv"))) {
            String name = line.split("\t", -1)[0];
            if (!name.equals("file")) {
                check(name, suite, table);
            }
        }
        table.check();
    }

    private static void check(String name, Path suite, ConformanceTable table) throws IOException {
        RecordedSink read = RecordedSink.read(name, Files.readAllBytes(suite.resolve(name)));
        assertThat(read.format).as(name).isEqualTo("avro");
        int loaded = read.records.size();
        if (REFUSED.containsKey(name)) {
            assertThat(read.refusals).as(name).isNotEmpty();
            read.refusals.forEach(refusal -> assertThat(refusal.byteOffset()).isNotNull());
            table.refused(name, loaded, REFUSED.get(name));
            return;
        }
        assertThat(read.refusals).as(name).isEmpty();
        Path rows = suite.resolve("EXPECTED/avro-rows/" + name.replace("/", "__") + ".jsonl");
        if (Files.exists(rows)) {
            compare(name, Files.readAllLines(rows), read);
            table.passes(name, loaded, "fastavro");
        } else {
            compare(name, library(suite.resolve(name)), read);
            table.passes(name, loaded, "Avro's Java library");
        }
    }

    /** The records as the library reads them, as JSON. */
    private static List<String> library(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (SeekableFileInput input = new SeekableFileInput(file.toFile());
                FileReader<Object> reader = DataFileReader.openReader(input, new GenericDatumReader<>())) {
            reader.forEachRemaining(datum -> rows.add(GenericData.get().toString(datum)));
        }
        return rows;
    }

    private static void compare(String name, List<String> rows, RecordedSink read) {
        assertThat(read.records).as(name).hasSameSizeAs(rows);
        boolean wrapped = read.description.has("wrapped_as");
        for (int i = 0; i < rows.size(); i++) {
            JsonNode record = RecordedSink.json(read.records.get(i));
            JsonNode actual = wrapped ? record.path("value") : record;
            JsonNode expected = plain(RecordedSink.json(rows.get(i)));
            assertThat(expected.equals(AvroSuiteTest::compareFloats, actual))
                    .as("%s, row %d: %s, %s", name, i, expected, actual)
                    .isTrue();
        }
    }

    /** A float is its shortest decimal here, and its double there. */
    private static int compareFloats(JsonNode left, JsonNode right) {
        boolean same =
                left.equals(right) || (left.isNumber() && right.isDouble() && left.floatValue() == right.floatValue());
        return same ? 0 : 1;
    }

    /** The expected value as the loader writes it: bytes and UUIDs without a mark. */
    private static JsonNode plain(JsonNode expected) {
        if (expected.has("$bytes")) {
            return expected.path("$bytes");
        }
        if (expected.has("$uuid")) {
            return expected.path("$uuid");
        }
        if (expected instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
            object.properties().forEach(member -> member.setValue(plain(member.getValue())));
        }
        return expected;
    }
}
