package dev.scout.loader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The rows of a Delta table's last version, by walking its log by hand and reading the live files with DuckDB. */
final class LogWalk {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String Z85 =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    private final Path table;
    private final DuckDbRows duckDb;
    private final Map<String, JsonNode> live = new TreeMap<>();
    private @Nullable JsonNode metadata;

    private LogWalk(Path table, DuckDbRows duckDb) {
        this.table = table;
        this.duckDb = duckDb;
    }

    /** The rows as JSON. */
    static List<String> rows(Path table, DuckDbRows duckDb) throws IOException, SQLException {
        LogWalk walk = new LogWalk(table, duckDb);
        walk.replay();
        return walk.read();
    }

    private void replay() throws IOException, SQLException {
        long from = -1;
        List<Path> log;
        try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
            log = files.sorted().toList();
        }
        if (log.stream().noneMatch(file -> file.getFileName().toString().equals("0".repeat(20) + ".json"))) {
            from = checkpoint(log);
        }
        for (Path file : log) {
            String name = file.getFileName().toString();
            if (name.matches("\\d{20}\\.json") && Long.parseLong(name.substring(0, 20)) > from) {
                for (String line : Files.readAllLines(file)) {
                    apply(JSON.readTree(line));
                }
            }
        }
    }

    /** Takes the last checkpoint, and says of which version it is. */
    private long checkpoint(List<Path> log) throws SQLException, IOException {
        String last = log.stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".checkpoint.parquet"))
                .reduce((first, second) -> second)
                .orElseThrow();
        for (String row : duckDb.rows(table.resolve("_delta_log").resolve(last).toString(), "")) {
            apply(JSON.readTree(row));
        }
        return Long.parseLong(last.substring(0, 20));
    }

    private void apply(JsonNode action) {
        if (action.path("metaData").isObject()) {
            metadata = action.get("metaData");
        } else if (action.path("add").isObject()) {
            live.put(action.get("add").get("path").asText(), action.get("add"));
        } else if (action.path("remove").isObject()) {
            JsonNode removed = action.get("remove");
            JsonNode known = live.get(removed.get("path").asText());
            if (known != null && deletion(known).equals(deletion(removed))) {
                live.remove(removed.get("path").asText());
            }
        }
    }

    private static String deletion(JsonNode file) {
        JsonNode vector = file.path("deletionVector");
        return vector.path("storageType").asText("")
                + vector.path("pathOrInlineDv").asText("")
                + vector.path("offset").asText("");
    }

    private List<String> read() throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        JsonNode known = metadata;
        if (known == null) {
            return rows;
        }
        JsonNode fields = JSON.readTree(known.get("schemaString").asText()).get("fields");
        for (JsonNode file : live.values()) {
            Path path = table.resolve(
                    URLDecoder.decode(file.get("path").asText().replace("+", "%2B"), StandardCharsets.UTF_8));
            List<String> stored = duckDb.columns(path.toString());
            List<String> columns = new ArrayList<>();
            for (JsonNode field : fields) {
                columns.add(column(field, file, stored));
            }
            List<String> found = duckDb.select(
                    columns.stream().filter(column -> !column.isEmpty()).toList(), path);
            RoaringBitmap deleted = deleted(file.path("deletionVector"));
            IntStream.range(0, found.size())
                    .filter(i -> !deleted.contains(i))
                    .mapToObj(found::get)
                    .forEach(rows::add);
        }
        return rows;
    }

    private static String column(JsonNode field, JsonNode file, List<String> stored) {
        String name = field.get("name").asText();
        String inFile =
                field.path("metadata").path("delta.columnMapping.physicalName").asText(name);
        JsonNode partition = partition(file, inFile);
        if (partition != null) {
            return partition.isNull() || partition.asText().isEmpty()
                    ? ""
                    : "cast('" + partition.asText().replace("'", "''") + "' as "
                            + type(field.get("type").asText()) + ") as " + quoted(name);
        }
        return stored.contains(inFile) ? quoted(inFile) + " as " + quoted(name) : "";
    }

    /** The value of a partition's column; from a checkpoint it comes as an entry of a map. */
    private static @Nullable JsonNode partition(JsonNode file, String column) {
        JsonNode values = file.path("partitionValues");
        if (values.isArray()) {
            return StreamSupport.stream(values.spliterator(), false)
                    .filter(entry -> entry.get("key").asText().equals(column))
                    .map(entry -> entry.get("value"))
                    .findFirst()
                    .orElse(null);
        }
        return values.get(column);
    }

    private static String type(String delta) {
        return switch (delta) {
            case "string" -> "varchar";
            case "long" -> "bigint";
            case "short" -> "smallint";
            case "byte" -> "tinyint";
            default -> delta;
        };
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private RoaringBitmap deleted(JsonNode vector) throws IOException {
        if (!vector.isObject()) {
            return new RoaringBitmap();
        }
        String text = vector.get("pathOrInlineDv").asText();
        ByteBuffer bytes;
        if (vector.get("storageType").asText().equals("i")) {
            bytes = ByteBuffer.wrap(z85(text));
        } else {
            String uuid = text.substring(text.length() - 20);
            byte[] id = z85(uuid);
            String hex = HexFormat.of().formatHex(id);
            String name = Stream.of(
                            hex.substring(0, 8),
                            hex.substring(8, 12),
                            hex.substring(12, 16),
                            hex.substring(16, 20),
                            hex.substring(20))
                    .collect(Collectors.joining("-", "deletion_vector_", ".bin"));
            byte[] file = Files.readAllBytes(
                    table.resolve(text.substring(0, text.length() - 20)).resolve(name));
            int offset = vector.path("offset").asInt(0);
            bytes = ByteBuffer.wrap(
                            file,
                            offset + Integer.BYTES,
                            vector.get("sizeInBytes").asInt())
                    .slice();
        }
        return bitmap(bytes);
    }

    /** A magic number, how many bitmaps there are, and of each its high bits and its bytes; here there is one. */
    private static RoaringBitmap bitmap(ByteBuffer bytes) throws IOException {
        bytes.order(ByteOrder.LITTLE_ENDIAN).position(Integer.BYTES + Long.BYTES + Integer.BYTES);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        RoaringBitmap rows = new RoaringBitmap();
        rows.deserialize(new DataInputStream(new java.io.ByteArrayInputStream(rest)));
        return rows;
    }

    private static byte[] z85(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() / 5 * Integer.BYTES);
        for (int i = 0; i < text.length(); i += 5) {
            long number = 0;
            for (int k = 0; k < 5; k++) {
                number = number * 85 + Z85.indexOf(text.charAt(i + k));
            }
            bytes.putInt((int) number);
        }
        return bytes.array();
    }
}
