package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of each file of a suite, as a section of {@code docs/conformance.md} tells it. The test of the suite writes the table under
 * {@code target} and compares it with the section; {@code -Dscout.conformance.write=true} writes the section instead.
 */
public final class ConformanceTable {

    private final String section;
    private final List<String> rows = new ArrayList<>();

    /** @param section the section's heading */
    public ConformanceTable(String section) {
        this.section = section;
    }

    /** A file that passes. */
    public void passes(String file, long records, String comparedWith) {
        row(file, records, "passes", comparedWith);
    }

    /** A file that does not, which is right: {@code why} says why. */
    public void refused(String file, long records, String why) {
        row(file, records, "refused", why);
    }

    private void row(String file, long records, String result, String remark) {
        rows.add("| `" + file + "` | " + records + " | " + result + " | " + remark.replace("|", "\\|") + " |");
    }

    /** Compares with the document. */
    public void check() {
        String table = "| file | records loaded | | compared with, or why it is refused |\n| --- | ---: | --- | --- |\n"
                + String.join("\n", rows) + "\n";
        try {
            Path target = Path.of("target/conformance");
            Files.createDirectories(target);
            Files.writeString(target.resolve(section.toLowerCase(Locale.ROOT).replace(' ', '-') + ".md"), table);
            Path page = Path.of(System.getProperty("scout.root", "../.."), "docs/conformance.md");
            String text = Files.readString(page);
            Matcher told = Pattern.compile("(?m)^## " + Pattern.quote(section) + "$(?s:.*?)((?:^\\|.*\\n)+)")
                    .matcher(text);
            assertThat(told.find())
                    .as("docs/conformance.md has the section " + section)
                    .isTrue();
            if (Boolean.getBoolean("scout.conformance.write")) {
                Files.writeString(page, text.substring(0, told.start(1)) + table + text.substring(told.end(1)));
            } else {
                assertThat(told.group(1)).isEqualTo(table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
