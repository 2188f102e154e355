package dev.scout.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of the documentation, seen as what it has its reader type, and what it shows as printed then. */
record Page(String name, List<Block> blocks) {

    private static final String FENCE = "```";

    /**
     * What stands between two fences.
     *
     * @param language what stands behind the first fence: {@code sh}, {@code sql}, or nothing for what is printed
     * @param line where its text begins in the page
     * @param printed what the page shows right behind it, if it does
     */
    record Block(
            String language,
            int line,
            String text,
            @Nullable String printed) {

        boolean isCommand() {
            return language.equals("sh") || language.equals("sql");
        }

        private boolean isOutput() {
            return language.isEmpty();
        }

        private Block printing(String output) {
            return new Block(language, line, text, output);
        }
    }

    static Page read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        boolean follows = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                int end = lines.subList(i + 1, lines.size()).indexOf(FENCE) + i + 1;
                Block block = new Block(
                        line.substring(FENCE.length()).strip(),
                        i + 2,
                        String.join("\n", lines.subList(i + 1, end)),
                        null);
                if (block.isOutput() && follows) {
                    blocks.add(blocks.remove(blocks.size() - 1).printing(block.text()));
                } else {
                    blocks.add(block);
                }
                follows = block.isCommand();
                i = end;
            } else if (!line.isBlank()) {
                follows = false;
            }
        }
        return new Page(file.getFileName().toString(), blocks);
    }
}
