package dev.scout.local.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GenerateCommandIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final StringWriter output = new StringWriter();
    private final CommandLine command = new CommandLine(new GenerateCommand())
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(output, true));

    @Test
    void generatesAndSaysWhatMustComeOut() {
        Path out = directory.resolve("sample");

        int exit = command.execute("--days", "2", "--stores", "7", "--seed", "1", "--out", out.toString());

        assertThat(exit).isZero();
        assertThat(output.toString()).contains("sales", "superseded", "totals.json");
        assertThat(out.resolve("lake/bronze")).isDirectory();
        assertThat(out.resolve("totals.json")).isNotEmptyFile();
        assertThat(out.resolve("pipelines.sql")).content().contains("insert into scout.etl_pipelines");
    }

    @Test
    void namesTheFormatsWhereOneIsUnknown() {
        int exit = command.execute("--formats", "pos-xml", "--out", directory.toString());

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(output.toString()).contains("\"pos-xml\" is not a format", "pos-parquet");
    }

    @Test
    void refusesNoStores() {
        int exit = command.execute("--stores", "0", "--out", directory.toString());

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(output.toString()).contains("between 1 and");
    }
}
