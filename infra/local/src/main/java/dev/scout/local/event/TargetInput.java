package dev.scout.local.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.template.Template.Target;
import java.util.regex.Pattern;

/** What a target is given of an event: constant input, the part at a path, or all of it. */
final class TargetInput {

    private static final Pattern PATH = Pattern.compile("\\$(\\.[A-Za-z0-9_-]+)*");

    private TargetInput() {}

    /** Refuses a path that is more than a chain of names. */
    static void check(Target target) {
        target.inputPath().filter(path -> !PATH.matcher(path).matches()).ifPresent(path -> {
            throw new LocalPlatformException("The local platform does not understand the InputPath " + path + ".");
        });
    }

    static String of(Target target, JsonNode event) {
        if (target.input().isPresent()) {
            return target.input().get();
        }
        String pointer = target.inputPath().orElse("$").substring("$".length()).replace('.', '/');
        JsonNode part = event.at(pointer);
        return part.isMissingNode() ? "{}" : Json.text(part);
    }
}
