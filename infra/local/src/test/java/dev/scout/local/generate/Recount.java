package dev.scout.local.generate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.scout.parquet.ParquetCodecs;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was written and counts it by the rules of the contract, with nothing of the generator's: the later file wins, days are
 * Manila's, what lacks an id, a store, a plausible time or an amount counts nowhere.
 */
final class Recount {

    private static final ZoneId MANILA = ZoneId.of("Asia/Manila");
    private static final DateTimeFormatter TILL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Map<String, Version> latest = new HashMap<>();
    private int withoutId;
    int files;
    int skipped;
    int records;
    int quarantined;
    int superseded;
    int invalidLines;

    /** One version of a transaction; any part is null that could not be read. */
    private record Version(
            @Nullable String store,
            @Nullable LocalDate date,
            @Nullable BigDecimal total,
            BigDecimal units) {

        boolean isValid() {
            return store != null && date != null && date.getYear() >= 2000 && total != null;
        }
    }

    /** Sums of a store and day, in the form of totals.json. */
    record StoreDay(int transactionCount, int returns, BigDecimal revenue, BigDecimal units) {}

    void readTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(root)) {
            all = tree.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : all) {
            files++;
            readFile(file, root.relativize(file).toString());
        }
    }

    long valid() {
        return latest.values().stream().filter(Version::isValid).count();
    }

    long invalid() {
        return latest.size() + withoutId - valid();
    }

    /** Flat records have an amount without units. */
    BigDecimal itemRevenue() {
        return latest.values().stream()
                .filter(version -> version.isValid() && version.units().signum() != 0)
                .map(version -> Objects.requireNonNull(version.total()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    Map<String, StoreDay> daily() {
        Map<String, StoreDay> daily = new HashMap<>();
        latest.values().stream().filter(Version::isValid).forEach(version -> {
            BigDecimal total = Objects.requireNonNull(version.total());
            boolean isReturn = total.signum() < 0;
            daily.merge(
                    version.date() + " " + version.store(),
                    new StoreDay(isReturn ? 0 : 1, isReturn ? 1 : 0, total, version.units()),
                    (a, b) -> new StoreDay(
                            a.transactionCount + b.transactionCount,
                            a.returns + b.returns,
                            a.revenue.add(b.revenue),
                            a.units.add(b.units)));
        });
        return daily;
    }

    private void readFile(Path file, String key) throws IOException {
        if (file.getFileName().toString().startsWith("_") || Files.size(file) == 0 || key.startsWith("bronze/notes/")) {
            skipped++;
        } else if (key.endsWith(".parquet")) {
            readParquet(file);
        } else {
            readText(file, key);
        }
    }

    private void readText(Path file, String key) throws IOException {
        String name = key.replaceAll("\\.gz$", "");
        try (InputStream stream =
                key.endsWith(".gz") ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
            if (name.endsWith(".csv")) {
                readTill(stream.readAllBytes());
            } else if (name.endsWith(".ndjson")) {
                readLines(stream);
            } else {
                readArray(stream);
            }
        }
    }

    private void readLines(InputStream stream) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                records++;
                try {
                    json(JSON.readTree(line));
                } catch (JacksonException e) {
                    quarantined++;
                }
            }
        } catch (EOFException e) {
            records++;
            quarantined++;
        }
    }

    private void readArray(InputStream stream) throws IOException {
        try (MappingIterator<JsonNode> array = JSON.readerFor(JsonNode.class).readValues(stream)) {
            while (array.hasNextValue()) {
                json(array.nextValue());
                records++;
            }
        } catch (JacksonException e) {
            records++;
            quarantined++;
        }
    }

    private void json(JsonNode record) {
        if (record.has("store")) {
            BigDecimal units = BigDecimal.ZERO;
            for (JsonNode item : record.path("items")) {
                units = units.add(item.path("qty").decimalValue());
            }
            BigDecimal total = record.at("/amounts/transaction_amount").decimalValue();
            add(
                    text(record.path("transaction_id")),
                    text(record.at("/store/id")),
                    record.path("ts_utc").asText(),
                    total,
                    units);
        } else if (record.has("peso_value")) {
            BigDecimal units = record.path("units_per_transaction").decimalValue();
            add(
                    text(record.path("id")),
                    text(record.path("store_id")),
                    record.path("timestamp").asText(),
                    number(record.path("peso_value")),
                    units);
        } else {
            add(
                    text(record.path("transaction_id")),
                    text(record.path("store_id")),
                    record.path("timestamp").asText(),
                    number(record.path("amount")),
                    BigDecimal.ZERO);
        }
    }

    private void add(
            @Nullable String id, @Nullable String store, String time, @Nullable BigDecimal total, BigDecimal units) {
        LocalDate date = OffsetDateTime.parse(time).atZoneSameInstant(MANILA).toLocalDate();
        add(id, new Version(store, date, total, units));
    }

    private void add(@Nullable String id, Version version) {
        if (id == null) {
            withoutId++;
        } else if (latest.put(id, version) != null) {
            superseded++;
        }
    }

    private void readTill(byte[] bytes) throws IOException {
        Map<String, List<CsvRecord>> receipts = new LinkedHashMap<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(decode(bytes))) {
            CsvRecord header = null;
            for (CsvRecord row : reader) {
                if (header == null) {
                    header = row;
                    continue;
                }
                records++;
                if (row.getFieldCount() != header.getFieldCount()) {
                    quarantined++;
                } else {
                    receipts.computeIfAbsent(row.getField(0), id -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        receipts.forEach(this::receipt);
    }

    private void receipt(String id, List<CsvRecord> rows) {
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal units = BigDecimal.ZERO;
        for (CsvRecord row : rows) {
            try {
                BigDecimal quantity = new BigDecimal(row.getField(11));
                units = units.add(quantity);
                total = total.add(quantity.multiply(new BigDecimal(row.getField(13))));
            } catch (NumberFormatException e) {
                invalidLines++;
            }
        }
        CsvRecord first = rows.get(0);
        String store = first.getField(2);
        LocalDate date = LocalDateTime.parse(first.getField(1), TILL).toLocalDate();
        add(id, new Version(store.isEmpty() ? null : store, date, total, units));
    }

    private static String decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }

    private void readParquet(Path file) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(ParquetCodecs.plain())
                .withCodecFactory(new ParquetCodecs())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> rows = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    records++;
                    parquet(rows.read());
                }
            }
        }
    }

    private void parquet(Group row) {
        LocalDate date = Instant.ofEpochSecond(row.getLong("timestamp", 0) / 1_000_000)
                .atZone(MANILA)
                .toLocalDate();
        add(
                text(row, "id"),
                new Version(
                        text(row, "store_id"),
                        date,
                        BigDecimal.valueOf(row.getLong("peso_value", 0), 2),
                        BigDecimal.valueOf(row.getLong("units_per_transaction", 0), 2)));
    }

    private static @Nullable String text(Group row, String field) {
        return row.getFieldRepetitionCount(field) == 0 ? null : row.getString(field, 0);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    private static @Nullable BigDecimal number(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : null;
    }
}
