package dev.scout.e2e;

import java.nio.file.Path;

/** The root of the source tree, as the build names it. */
final class ProjectRoot {

    private ProjectRoot() {}

    static Path path() {
        String root = System.getProperty("scout.root");
        return root == null
                ? Path.of("../..").toAbsolutePath().normalize()
                : Path.of(root).toAbsolutePath();
    }
}
