package dev.scout.transform.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables that are written to the lake, by what their models say; read once. */
public final class LakeTables {

    private static final String DIRECTORY = "/models/";
    private static final Map<String, LakeTable> BY_NAME = load();

    private LakeTables() {}

    /** Names of a layer's tables that are in the lake. */
    public static List<String> names(String layer) {
        return of(layer).stream().map(LakeTable::name).toList();
    }

    static Collection<LakeTable> of(String layer) {
        return BY_NAME.values().stream()
                .filter(table -> table.layer().equals(layer))
                .toList();
    }

    static @Nullable LakeTable named(String name) {
        return BY_NAME.get(name);
    }

    private static Map<String, LakeTable> load() {
        Map<String, LakeTable> tables = new LinkedHashMap<>();
        for (String path : resource("index.txt").lines().toList()) {
            String layer = path.substring(0, path.indexOf('/'));
            String name = path.substring(layer.length() + 1).replace(".sql", "");
            LakeTable.parse(layer, name, resource(path)).ifPresent(table -> tables.put(name, table));
        }
        return Collections.unmodifiableMap(tables);
    }

    private static String resource(String path) {
        try (InputStream stream =
                Objects.requireNonNull(LakeTables.class.getResourceAsStream(DIRECTORY + path), path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The model " + path + " can't be read.", e);
        }
    }
}
