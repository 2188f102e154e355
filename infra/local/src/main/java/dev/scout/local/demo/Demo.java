package dev.scout.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.LocalPlatform;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.PlatformOptions;
import dev.scout.local.ResultTable;
import dev.scout.local.WorkDirectory;
import dev.scout.local.generate.GenerateOptions;
import dev.scout.local.generate.SampleData;
import dev.scout.local.generate.Totals;
import dev.scout.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/** Lands sample files, runs every stage, publishes, fetches a dataset by its signed link, and shows what happened. */
public final class Demo {

    private static final int DAYS = 5;
    private static final int STORES = 14;
    private static final long SEED = 1;
    private static final String DATASET = "gold/txn_daily";
    private static final int ROWS_SHOWN = 5;
    private static final int LOG_LINES_SHOWN = 12;

    private final PlatformOptions options;
    private final Screen screen;

    public Demo(PlatformOptions options, PrintWriter out) {
        this.options = options;
        this.screen = new Screen(out);
    }

    /** Whether everything came out as it must. */
    public boolean run() throws IOException, SQLException, InterruptedException {
        Path samples = WorkDirectory.createTemporary("scout-samples-");
        Thread cleaner = new Thread(() -> WorkDirectory.delete(samples));
        Runtime.getRuntime().addShutdownHook(cleaner);
        screen.step("Starting PostgreSQL, S3 and the functions that infra/sam/template.yaml names");
        try (LocalPlatform platform = LocalPlatform.start(options)) {
            Thread closer = new Thread(platform::close);
            Runtime.getRuntime().addShutdownHook(closer);
            screen.step(
                    "S3 %s · HTTP API %s · PostgreSQL 127.0.0.1:%d",
                    platform.objectStore().endpoint(),
                    platform.httpEndpoint(),
                    platform.database().port());
            boolean good = showOrTellWhy(platform, samples);
            screen.step("Stopping");
            return good;
        }
    }

    private boolean showOrTellWhy(LocalPlatform platform, Path samples)
            throws IOException, SQLException, InterruptedException {
        try {
            return show(platform, samples);
        } catch (LocalPlatformException | SQLException | SdkException e) {
            WorkDirectory.requireRoom(platform.logs(), e);
            try (Stream<Path> logs = Files.list(platform.logs())) {
                for (Path log : logs.sorted().toList()) {
                    screen.title("The end of " + log.getFileName());
                    List<String> lines = Files.readAllLines(log);
                    lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())
                            .forEach(screen::line);
                }
            }
            throw e;
        }
    }

    private boolean show(LocalPlatform platform, Path samples) throws IOException, SQLException, InterruptedException {
        Totals totals = SampleData.generate(GenerateOptions.of(DAYS, STORES, SEED), samples);
        screen.step(
                "Generated %d days of %d sari-sari stores: %,d records in four shapes, some broken, late or corrected",
                DAYS, STORES, totals.records().written());
        Ledger ledger = new Ledger(platform.database());
        ledger.runScript(samples.resolve("pipelines.sql"));
        Lake lake = new Lake(platform.objectStore());
        int landed = lake.put(samples.resolve("lake"));
        screen.step("Put %d files into s3://scout-lake through the S3 API", landed);
        ledger.awaitFiles(landed);
        int corrections = lake.put(samples.resolve("lake-corrections"));
        ledger.awaitFiles(landed + corrections);
        screen.step("Every file is in the ledger, and so are %d with corrections that came after", corrections);

        transform(platform, ledger);
        JsonNode published = publish(platform);
        DatasetDownload download = DatasetDownload.fetch(platform.httpEndpoint(), DATASET);
        screen.step(
                "Fetched %s by its signed link: %,d bytes, SHA-256 as the manifest states",
                DATASET, download.csv().length);
        boolean unchanged = platform.invoke("publisher", "{}")
                        .json()
                        .path("status")
                        .asText()
                        .equals("unchanged")
                && lake.manifest().equals(published);
        screen.step("Published the same state again: %s", unchanged ? "no byte changed" : "SOMETHING CHANGED");

        print(ledger, published, download);
        return new Comparison(totals, platform.database()).show(screen) && unchanged;
    }

    private void transform(LocalPlatform platform, Ledger ledger) throws SQLException, InterruptedException {
        platform.invokeAsync("transform", "{\"stage\":\"silver\"}");
        for (String stage : List.of("silver", "gold", "platinum")) {
            String seconds = ledger.awaitStage(stage);
            screen.step(
                    "%s is built (%s s)%s",
                    stage.substring(0, 1).toUpperCase(Locale.ROOT) + stage.substring(1),
                    seconds,
                    stage.equals("platinum") ? "" : "; its destination invokes the next stage");
        }
    }

    private JsonNode publish(LocalPlatform platform) {
        InvocationResult result = platform.invoke("publisher", "{}");
        if (result.failed()) {
            throw new LocalPlatformException("The publisher failed: " + result.text());
        }
        JsonNode manifest = new Lake(platform.objectStore()).manifest();
        screen.step(
                "Published %d datasets as CSV and Parquet, then their manifest",
                manifest.path("datasets").size());
        return manifest;
    }

    private void print(Ledger ledger, JsonNode manifest, DatasetDownload download) throws SQLException {
        screen.title("Files landed");
        screen.table(ledger.files());
        screen.title("Rows per layer");
        screen.table(ledger.layers());
        screen.title("Datasets");
        ResultTable datasets = new ResultTable("dataset", "rows", "csv bytes", "csv sha256", "parquet sha256");
        manifest.path("datasets")
                .properties()
                .forEach(dataset -> datasets.add(
                        dataset.getKey(),
                        dataset.getValue().path("row_count").asText(),
                        dataset.getValue().path("size_bytes").asText(),
                        dataset.getValue().path("sha256").asText().substring(0, 12),
                        dataset.getValue().path("parquet_sha256").asText().substring(0, 12)));
        screen.table(datasets);
        screen.title("Signed link to " + DATASET + " (until " + download.expiresAt() + ")");
        screen.line(download.link());
        screen.title("Its first rows");
        screen.table(download.firstRows(ROWS_SHOWN));
    }
}
