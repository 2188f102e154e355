package dev.scout.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a platform keeps what. Unpacked functions are made anew at each start. */
record Directories(Path root, boolean durable) implements AutoCloseable {

    static Directories create(@Nullable Path dataDirectory) {
        if (dataDirectory == null) {
            return new Directories(WorkDirectory.createTemporary("scout-"), false);
        }
        Directories kept = new Directories(
                WorkDirectory.create(dataDirectory.toAbsolutePath().normalize()), true);
        WorkDirectory.delete(kept.root.resolve("functions"));
        return kept;
    }

    Path database() {
        return WorkDirectory.create(root.resolve("postgres"));
    }

    Path objects() {
        return WorkDirectory.create(root.resolve("s3"));
    }

    Path function(String name) {
        return WorkDirectory.create(root.resolve("functions").resolve(name));
    }

    Path logs() {
        return WorkDirectory.create(root.resolve("logs"));
    }

    Path log(String functionName) {
        return logs().resolve(functionName + ".log");
    }

    @Override
    public void close() {
        WorkDirectory.delete(durable ? root.resolve("functions") : root);
    }
}
