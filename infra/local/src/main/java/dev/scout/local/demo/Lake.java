package dev.scout.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.LocalObjectStore;
import dev.scout.local.LocalPlatformException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;

/** The buckets, as any S3 client sees them. */
record Lake(LocalObjectStore store) {

    /** Puts each file of the tree under its path as the key; answers how many. */
    int put(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(tree)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String key = tree.relativize(file).toString().replace(File.separatorChar, '/');
            store.client().putObject(object -> object.bucket("scout-lake").key(key), RequestBody.fromFile(file));
        }
        return files.size();
    }

    JsonNode manifest() {
        byte[] latest = store.client()
                .getObjectAsBytes(object -> object.bucket("scout-datasets").key("scout/v1/manifests/latest.json"))
                .asByteArray();
        return Json.parse(latest).orElseThrow(() -> new LocalPlatformException("The manifest is no JSON."));
    }
}
