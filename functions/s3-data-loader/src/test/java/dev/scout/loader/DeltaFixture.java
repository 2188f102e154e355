package dev.scout.loader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Delta tables put under {@code tables/}, which a pipeline claims, and loaded commit by commit. */
final class DeltaFixture implements AutoCloseable {

    final LoaderFixture loader = new LoaderFixture();
    private final Loader inParts = loader.newLoader(new LoadSettings(1024 * 1024, 1024), null);

    DeltaFixture() {
        loader.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table)"
                + " values ('lake_tables', 'tables/**', 'bronze_transactions')");
    }

    /** Puts a table's files, and returns the keys of its log that tell of versions, in their order. */
    List<String> put(Path table, String root) throws IOException {
        List<String> keys = new ArrayList<>();
        try (Stream<Path> files = Files.walk(table)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = root + "/" + table.relativize(file).toString().replace('\\', '/');
                loader.put(key, Files.readAllBytes(file));
                keys.add(key);
            }
        }
        Collections.sort(keys);
        return keys.stream()
                .filter(key -> key.matches(".*/_delta_log/\\d{20}\\.(json|checkpoint.*)"))
                .toList();
    }

    /** Loads an object and returns what became of it; the failure's text where nothing could be settled. */
    String load(String key) {
        return load(loader.loader, key);
    }

    /** Likewise, a version that brings more than 1 KiB in parts of about as much. */
    String loadInParts(String key) {
        return load(inParts, key);
    }

    private static String load(Loader loader, String key) {
        try {
            LoadRequest request = EventReader.read(
                    "{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + key.replace("\"", "\\\"") + "\"}");
            JsonNode object = loader.answer(request, LoaderFixture.plentyOfTime())
                    .path("objects")
                    .path(0);
            return object.path("status").asText();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The records that came from under a root. */
    List<@Nullable String> records(String root) {
        return loader.column("select _raw_data from scout.bronze_transactions where starts_with(_source_file, '" + root
                + "/') order by _source_file, _source_row");
    }

    long count(String root) {
        return Long.parseLong(String.valueOf(loader.value(
                "select count(*) from scout.bronze_transactions where starts_with(_source_file, '" + root + "/')")));
    }

    /** Whether the records in bronze are those that the table's ledger counts, each once. */
    boolean isConsistent(String root) {
        return "0".equals(loader.value("""
                select count(*) from scout.delta_tables t join scout.delta_files f using (table_id)
                left join lateral (
                  select count(*) as n, count(distinct _raw_id) as distinct_ids from scout.bronze_transactions b
                  where b._file_id = f.file_id and b._source_row > f.first_row and b._source_row <= f.first_row + f.row_count) b on true
                where t.root = '%s' and (b.n > f.row_count or b.n <> b.distinct_ids)""".formatted(root)));
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
