package dev.scout.local.command;

import dev.scout.local.LocalPlatformException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that {@code ./scout} stands in. */
final class Project {

    private Project() {}

    static Path root() {
        Path root =
                Path.of(System.getProperty("scout.root", "")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(root.resolve("infra/sam/template.yaml"))) {
            throw new LocalPlatformException(
                    "There is no infra/sam/template.yaml in " + root + ": run ./scout from the project.");
        }
        return root;
    }
}
