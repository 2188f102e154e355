package dev.scout.local.template;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of the evaluated template that knows where it stands, so that what is wrong in it can be said. */
final class Section {

    private final String path;
    private final Map<?, ?> members;

    Section(String path, @Nullable Object value) {
        if (value != null && !(value instanceof Map)) {
            throw new TemplateException(path + " in the template is no map of members.");
        }
        this.path = path;
        this.members = value == null ? Map.of() : (Map<?, ?>) value;
    }

    /** Refuses any member that is neither acted upon nor known to matter on AWS alone. */
    Section knowing(String... names) {
        Set<Object> unknown = new HashSet<>(members.keySet());
        Arrays.asList(names).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new TemplateException(
                    "The local platform does not understand " + unknown + " of " + path + " in the template.");
        }
        return this;
    }

    String path() {
        return path;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Set<String> names() {
        return new java.util.LinkedHashSet<>(
                members.keySet().stream().map(String::valueOf).toList());
    }

    @Nullable
    Object value(String name) {
        return members.get(name);
    }

    Section section(String name) {
        return new Section(path + "." + name, members.get(name));
    }

    List<Section> sections(String name) {
        List<?> elements = list(name);
        return java.util.stream.IntStream.range(0, elements.size())
                .mapToObj(i -> new Section(path + "." + name + "[" + i + "]", elements.get(i)))
                .toList();
    }

    List<?> list(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(members.get(name)).map(String::valueOf);
    }

    String text(String name) {
        return optionalText(name)
                .orElseThrow(() -> new TemplateException(path + " in the template lacks " + name + "."));
    }

    OptionalInt optionalInteger(String name) {
        Optional<String> text = optionalText(name);
        try {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException e) {
            throw new TemplateException(
                    path + "." + name + " in the template is no whole number: " + text.get() + ".", e);
        }
    }

    int integer(String name, int byDefault) {
        return optionalInteger(name).orElse(byDefault);
    }
}
