package dev.scout.e2e;

import dev.scout.local.ObjectCreated;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lake with its queue, and loaders that wait to be used. */
final class CrashLake implements AutoCloseable {

    /** A larger object is loaded in parts. */
    static final int PART_BYTES = 160 * 1024;

    private static final int STARTED_AHEAD = 1;

    private final Lake lake;
    private final Connection database;
    private final IngestQueue queue = new IngestQueue();
    private final Deque<MortalLoader> ahead = new ArrayDeque<>();
    private final Path classes;
    private final MortalLoader immortal;
    private @Nullable MortalLoader used;
    private int contents = 1000;

    /** @param classes where the classes of the loaders are kept, so that each starts faster */
    CrashLake(Lake lake, Path classes) throws IOException, SQLException, InterruptedException {
        this.lake = lake;
        this.database = lake.database().connect();
        this.classes = classes;
        try (MortalLoader first = loader("-XX:ArchiveClassesAtExit=" + classes)) {
            queue.send(put("samples/transactions/first.ndjson", newContent(10).bytes()));
            queue.empty(first, 1);
            first.end();
        }
        this.immortal = loader("-XX:SharedArchiveFile=" + classes);
    }

    Connection database() {
        return database;
    }

    IngestQueue queue() {
        return queue;
    }

    /** A process that nobody kills, and that has loaded a lot. */
    MortalLoader immortal() {
        return immortal;
    }

    /** A process that has done nothing yet. */
    MortalLoader newLoader() throws IOException {
        while (ahead.size() <= STARTED_AHEAD) {
            ahead.add(loader("-XX:SharedArchiveFile=" + classes));
        }
        return ahead.remove();
    }

    /** A process that has loaded before: the one that was kept last. */
    MortalLoader usedLoader() throws IOException, InterruptedException {
        MortalLoader loader = used;
        used = null;
        if (loader == null) {
            loader = newLoader();
            queue.send(put("samples/transactions/second.ndjson", newContent(10).bytes()));
            queue.empty(loader, 1);
        }
        return loader;
    }

    /** Keeps a process to be used again. */
    void keep(MortalLoader loader) throws IOException {
        if (used != null) {
            used.close();
        }
        used = loader;
    }

    private MortalLoader loader(String classesOption) throws IOException {
        return new MortalLoader(lake, queue, PART_BYTES, classesOption);
    }

    /** A content that no other object has, nor any of its records; of the same length each time. */
    CrashContent newContent(int lines) {
        return CrashContent.of(++contents, lines);
    }

    /** Puts an object and returns the event that tells of it. */
    String put(String key, byte[] content) {
        ObjectCreated created = lake.put(key, content);
        awaitNextMillisecond();
        return Lake.eventBridgeEvent(created);
    }

    /** Sequencers are made of the time, in milliseconds. */
    private static void awaitNextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
    }

    /** Has messages dealt with by a process that nobody kills. */
    void load(String... messages) throws InterruptedException {
        List.of(messages).forEach(queue::send);
        if (queue.empty(immortal, messages.length) > 0) {
            throw new IllegalStateException("Nothing was to fail here.\n" + immortal.log());
        }
    }

    /** Has a pipeline load what lies under {@code crash/<name>/}. */
    void addPipeline(String name, String onOverwrite) throws SQLException {
        execute("""
                insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, on_overwrite)
                values ('crash_%1$s', 'crash/%1$s/**', 'bronze_transactions', '%2$s')""".formatted(name, onOverwrite));
    }

    void setRules(String pipeline, String rules) throws SQLException {
        execute("update scout.etl_pipelines set rules = '%s' where pipeline_name = 'crash_%s'"
                .formatted(rules, pipeline));
    }

    /** The pipeline's next file is its first again. */
    void forgetColumns(String pipeline) throws SQLException {
        execute("delete from scout.pipeline_columns where pipeline_name = 'crash_%s'".formatted(pipeline));
    }

    long fileId(String key) throws SQLException {
        return Long.parseLong(column("select file_id from scout.ingest_files where key = '%s'".formatted(key))
                .get(0));
    }

    List<String> column(String sql) throws SQLException {
        return Rows.of(database, sql).rows().stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        immortal.close();
        if (used != null) {
            used.close();
        }
        for (MortalLoader unused : ahead) {
            unused.close();
        }
        queue.close();
        database.close();
        lake.close();
    }
}
