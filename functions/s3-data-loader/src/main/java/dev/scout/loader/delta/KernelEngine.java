package dev.scout.loader.delta;

import io.delta.kernel.defaults.engine.DefaultExpressionHandler;
import io.delta.kernel.defaults.engine.DefaultFileSystemClient;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.MetricsReporter;
import io.delta.kernel.engine.ParquetHandler;
import java.util.List;

/** What Delta Kernel works with: the objects of one table, the loader's own Parquet reader, and no Hadoop. */
final class KernelEngine implements Engine {

    private final KernelFiles files;
    private final CommitReader commits;
    private final CheckpointReader checkpoints;

    KernelEngine(TableObjects objects) {
        this.files = new KernelFiles(objects);
        this.commits = new CommitReader(files, objects);
        this.checkpoints = new CheckpointReader(objects);
    }

    @Override
    public ExpressionHandler getExpressionHandler() {
        return new DefaultExpressionHandler();
    }

    @Override
    public JsonHandler getJsonHandler() {
        return commits;
    }

    @Override
    public FileSystemClient getFileSystemClient() {
        return new DefaultFileSystemClient(files);
    }

    @Override
    public ParquetHandler getParquetHandler() {
        return checkpoints;
    }

    @Override
    public List<MetricsReporter> getMetricsReporters() {
        return List.of();
    }
}
