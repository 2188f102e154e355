package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.scout.e2e.Page.Block;
import dev.scout.e2e.Terminal.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Types every command of the users' pages as a reader would, from the first page's top to the last page's bottom: the real {@code ./scout}, the
 * real AWS CLI. Blocks of {@code sh} go to a shell, blocks of {@code sql} to {@code ./scout sql}; {@code sh aws} needs an account and is left out.
 * What a page shows as printed is what must be printed, where {@code …} stands for anything. A question is asked again until it has that answer.
 */
final class DocumentedCommandsIT {

    private static final String START = "./scout up --parameter TransformOnArrival=false";
    private static final Duration WAIT = Duration.ofMinutes(1);
    private static final Pattern QUESTION =
            Pattern.compile("(?i)(select|with)\\s.*|\\./scout backfill --list", Pattern.DOTALL);

    private static Terminal terminal;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException, InterruptedException {
        Terminal.requireAwsCli();
        terminal = new Terminal(directory);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (terminal != null) {
            terminal.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"loading.md", "loader.md", "formats.md", "quality.md", "external-storage.md", "transforming.md"})
    void everyCommandWorksAsThePageShows(String name) throws IOException, InterruptedException {
        Page page = Page.read(ProjectRoot.path().resolve("docs").resolve(name));
        int commands = 0;
        for (Block block : page.blocks()) {
            if (block.isCommand() && !block.text().equals(START)) {
                type(name, block);
                commands++;
            }
        }
        assertThat(commands).as("blocks of commands").isPositive();
    }

    private static void type(String page, Block block) throws IOException, InterruptedException {
        boolean question = QUESTION.matcher(block.text()).matches();
        Instant end = Instant.now().plus(WAIT);
        Result result = run(block);
        while (question && !isAsShown(block, result) && Instant.now().isBefore(end)) {
            Thread.sleep(200);
            result = run(block);
        }
        String what = "docs/" + page + ":" + block.line() + "\n" + block.text() + "\n\n" + result.err();
        assertThat(result.exitCode()).as(what + result.out()).isZero();
        if (!isAsShown(block, result)) {
            fail(what + "printed\n\n" + result.out() + "\nwhere the page shows\n\n" + block.printed());
        }
    }

    private static Result run(Block block) throws IOException, InterruptedException {
        String text = terminal.addressed(block.text());
        return block.language().equals("sql") ? terminal.sql(text) : terminal.run(text);
    }

    private static boolean isAsShown(Block block, Result result) {
        if (block.printed() == null) {
            return true;
        }
        String shown = Arrays.stream(even(terminal.addressed(block.printed())).split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(shown, Pattern.DOTALL)
                .matcher(even(result.out()))
                .matches();
    }

    /** How wide columns are depends on ids and times that differ from run to run. */
    private static String even(String printed) {
        return printed.replaceAll("─+", "─")
                .replaceAll("[ \\t]+", " ")
                .replaceAll("(?m)^ | $", "")
                .strip();
    }
}
