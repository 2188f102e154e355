package dev.scout.local.generate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./scout generate}. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes sample data of any size, with its true totals in totals.json. The same options make the same bytes.",
        footer = {
            "",
            "DIR/lake is the tree of objects to put into the lake bucket, DIR/lake-corrections the one to put after it,",
            "DIR/pipelines.sql explains the till's export to Scout and is to be applied before."
        })
public final class GenerateCommand implements Callable<Integer> {

    @Option(names = "--days", defaultValue = "30", description = "Business days (${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--stores", defaultValue = "50", description = "Stores (${DEFAULT-VALUE}).")
    private int stores;

    @Option(names = "--seed", defaultValue = "1", description = "Where chance begins (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--from", description = "First business day (2024-01-01).")
    private LocalDate from = GenerateOptions.DEFAULT_FROM;

    @Option(
            names = "--records",
            paramLabel = "N",
            description =
                    "Transactions in all, before some are sent again or corrected; else as many as such stores have.")
    private @Nullable Long records;

    @Option(
            names = "--formats",
            split = ",",
            paramLabel = "FORMAT",
            description = "What the stores record with, of edge-ndjson, edge-json, edge-flat, pos-ndjson, pos-json, "
                    + "pos-parquet, till-csv; else all of them.")
    private List<String> formats = List.of();

    @Option(names = "--no-gzip", description = "Compress no file; else every second one that can be.")
    private boolean uncompressed;

    @Option(names = "--no-faults", description = "Nothing broken, sent again, late, given back or corrected.")
    private boolean faultless;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "An empty directory, or one to be made.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        GenerateOptions options = options();
        long begin = System.nanoTime();
        Totals totals = SampleData.generate(options, out);
        print(totals, Duration.ofNanos(System.nanoTime() - begin));
        return CommandLine.ExitCode.OK;
    }

    private GenerateOptions options() {
        try {
            return new GenerateOptions(days, stores, seed, from, records, chosenFormats(), !uncompressed, !faultless);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Set<SourceFormat> chosenFormats() {
        if (formats.isEmpty()) {
            return EnumSet.allOf(SourceFormat.class);
        }
        return formats.stream().map(GenerateCommand::format).collect(Collectors.toSet());
    }

    private static SourceFormat format(String label) {
        return Arrays.stream(SourceFormat.values())
                .filter(format -> format.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + label + "\" is not a format; the formats are "
                        + Arrays.stream(SourceFormat.values())
                                .map(SourceFormat::label)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private void print(Totals totals, Duration duration) {
        PrintWriter terminal = spec.commandLine().getOut();
        double seconds = Math.max(0.001, duration.toMillis() / 1000.0);
        terminal.printf(
                Locale.ROOT,
                "%,d files and %,d of corrections, %,d records (%,d of them unreadable) in %.1f s, %,.0f records/s%n",
                totals.files().landed(),
                totals.files().corrections(),
                totals.records().written(),
                totals.records().quarantined(),
                seconds,
                totals.records().written() / seconds);
        terminal.printf(
                Locale.ROOT,
                "%,d transactions: %,d sales and %,d returns that count, %,d invalid; %,d versions superseded%n",
                totals.transactions().distinct(),
                totals.transactions().sales(),
                totals.transactions().returns(),
                totals.transactions().invalid(),
                totals.transactions().superseded());
        terminal.printf(
                Locale.ROOT, "revenue %,.2f PHP; all totals in %s%n", totals.revenue(), out.resolve("totals.json"));
        terminal.flush();
    }
}
