package dev.scout.loader.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import dev.scout.secret.ConfigKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    private static final String COLUMN = "s3_secret_access_key";

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> stored = new HashMap<>();
    private final Secrets secrets = new Secrets(variables::get, name -> {
        String secret = stored.get(name);
        if (secret == null) {
            throw new ScoutException("SECRET_UNREADABLE", false, "there is none of that name", null);
        }
        return secret;
    });

    @Test
    void findsVariables() {
        variables.put("TILL_SECRET", " top-secret\n");
        assertThat(secrets.resolve("production", COLUMN, "env:TILL_SECRET").reveal())
                .isEqualTo("top-secret");
    }

    @Test
    void findsManagedSecretsAndTheirMembers() {
        stored.put("scout/external/plain", "top-secret\n");
        stored.put("scout/external/json", "{\"access key\":\"top-secret\"}");
        assertThat(secrets.resolve("production", COLUMN, "secretsmanager:scout/external/plain")
                        .reveal())
                .isEqualTo("top-secret");
        assertThat(secrets.resolve("production", COLUMN, "secretsmanager:scout/external/json#access key")
                        .reveal())
                .isEqualTo("top-secret");
    }

    @Test
    void decryptsForItsRowAndColumnOnly() {
        String key = ConfigKey.generate();
        variables.put("SCOUT_CONFIG_KEY", key);
        String encrypted = ConfigKey.parse(key).encrypt("top-secret", ConfigKey.place("production", COLUMN));
        assertThat(secrets.resolve("production", COLUMN, encrypted).reveal()).isEqualTo("top-secret");
        assertThatThrownBy(() -> secrets.resolve("staging", COLUMN, encrypted)).isInstanceOf(ScoutException.class);
        assertThatThrownBy(() -> secrets.resolve("production", "adls_sas_token", encrypted))
                .isInstanceOf(ScoutException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "env:MISSING | names the environment variable MISSING, which the function does not have.",
                "env:EMPTY | names the environment variable EMPTY, which the function does not have.",
                "secretsmanager:missing | names the secret missing: there is none of that name.",
                "secretsmanager:plain#key | names a member of the secret plain, which is not JSON.",
                "secretsmanager:json#key | names \"key\" of the secret json, which has no such text.",
                "enc:v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | is encrypted, and the function has no SCOUT_CONFIG_KEY to read it with.",
                "top-secret | is neither a reference nor encrypted, so it is not used."
            })
    void saysWhyThereIsNoSecretAndNothingOfIt(String text, String why) {
        variables.put("EMPTY", " ");
        stored.put("plain", "top-secret");
        stored.put("json", "{\"other\":\"top-secret\"}");
        assertThatThrownBy(() -> secrets.resolve("production", COLUMN, text))
                .isInstanceOf(ScoutException.class)
                .hasMessage("External storage \"production\": " + COLUMN + " " + why)
                .hasNoCause();
    }

    @Test
    void aSecretDoesNotShowItself() {
        assertThat(new Secret("top-secret")).hasToString("***");
    }
}
