package dev.scout.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves CloudFormation's dynamic references to Secrets Manager from secrets given here. */
final class SecretReferences {

    private static final Pattern REFERENCE = Pattern.compile(
            "\\{\\{resolve:secretsmanager:(?<name>[^:}]+)(?::SecretString)?(?::(?<key>[^:}]*))?[^}]*}}");

    private final Map<String, String> secrets;

    SecretReferences(Map<String, String> secrets) {
        this.secrets = secrets;
    }

    String resolve(String text) {
        String resolved = REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(secret(match.group(1), match.group(2))));
        if (resolved.contains("{{resolve:")) {
            throw new TemplateException(
                    "The local platform does not understand the reference " + text + " in the template.");
        }
        return resolved;
    }

    private String secret(String name, @Nullable String key) {
        String secret = secrets.get(name);
        if (secret == null) {
            throw new TemplateException("The template reads the secret " + name + ", which has no local value.");
        }
        if (key == null || key.isEmpty()) {
            return secret;
        }
        try {
            return TemplateReader.parse(secret).path(key).asText();
        } catch (JsonProcessingException e) {
            throw new TemplateException("The local value of the secret " + name + " is no JSON.", e);
        }
    }
}
