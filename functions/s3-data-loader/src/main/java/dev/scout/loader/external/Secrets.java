package dev.scout.loader.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.ScoutException;
import dev.scout.secret.ConfigKey;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the secret that a config row names or holds encrypted. No message here repeats one. */
final class Secrets {

    private static final String ENVIRONMENT = "env:";
    private static final String SECRETS_MANAGER = "secretsmanager:";
    private static final String OWN_KEY = "SCOUT_CONFIG_KEY";
    private static final JsonMapper JSON = new JsonMapper();

    private final UnaryOperator<@Nullable String> variables;
    private final SecretStore store;

    /**
     * @param variables the environment's variables by their names
     */
    Secrets(UnaryOperator<@Nullable String> variables, SecretStore store) {
        this.variables = variables;
        this.store = store;
    }

    /**
     * The secret of a column.
     *
     * @param stored what stands there
     */
    Secret resolve(String environment, String column, String stored) {
        Place place = new Place(environment, column);
        if (stored.startsWith(ConfigKey.PREFIX)) {
            return new Secret(configKey(place).decrypt(stored, ConfigKey.place(environment, column)));
        }
        if (stored.startsWith(ENVIRONMENT)) {
            return variable(place, stored.substring(ENVIRONMENT.length()));
        }
        if (stored.startsWith(SECRETS_MANAGER)) {
            return managed(place, stored.substring(SECRETS_MANAGER.length()));
        }
        throw place.failure("is neither a reference nor encrypted, so it is not used", false);
    }

    private ConfigKey configKey(Place place) {
        String key = variables.apply(OWN_KEY);
        if (key == null || key.isBlank()) {
            throw place.failure("is encrypted, and the function has no " + OWN_KEY + " to read it with", false);
        }
        return ConfigKey.parse(key);
    }

    private Secret variable(Place place, String name) {
        String value = variables.apply(name);
        if (value == null || value.isBlank()) {
            throw place.failure("names the environment variable " + name + ", which the function does not have", false);
        }
        return new Secret(value.strip());
    }

    private Secret managed(Place place, String reference) {
        int hash = reference.indexOf('#');
        String name = hash < 0 ? reference : reference.substring(0, hash);
        String text;
        try {
            text = store.fetch(name);
        } catch (ScoutException e) {
            throw place.failure("names the secret " + name + ": " + e.getMessage(), e.retryable());
        }
        if (hash < 0) {
            return new Secret(text.strip());
        }
        String member = reference.substring(hash + 1);
        JsonNode value = parsed(place, name, text).path(member);
        if (!value.isTextual()) {
            throw place.failure("names \"" + member + "\" of the secret " + name + ", which has no such text", false);
        }
        return new Secret(value.asText());
    }

    private static JsonNode parsed(Place place, String name, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Its message quotes what it could not read.
            throw place.failure("names a member of the secret " + name + ", which is not JSON", false);
        }
    }

    /** Where secrets lie that are named {@code secretsmanager:NAME}. */
    @FunctionalInterface
    interface SecretStore {

        /** The secret's text. A failure's message ends a sentence and holds nothing of it. */
        String fetch(String name);
    }

    private record Place(String environment, String column) {

        ScoutException failure(String why, boolean retryable) {
            String end = why.endsWith(".") ? "" : ".";
            return new ScoutException(
                    "SECRET_UNREADABLE",
                    retryable,
                    "External storage \"" + environment + "\": " + column + " " + why + end,
                    null);
        }
    }
}
