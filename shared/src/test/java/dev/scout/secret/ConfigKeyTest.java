package dev.scout.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigKeyTest {

    private static final String PLACE = ConfigKey.place("production", "s3_secret_access_key");
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    /** Made by Python's cryptography 48.0.0: AESGCM(bytes(32)).encrypt(bytes(range(12)), "Zoë's key".encode(), the place). */
    private static final String FROM_PYTHON = "enc:v1:AAECAwQFBgcICQoL0qTw-SeOr5KnAX0yDff3cik-qVhFXP5M1Ow";

    private final ConfigKey key = ConfigKey.parse(KEY);

    @Test
    void readsWhatAnotherLibraryEncrypted() {
        assertThat(key.decrypt(FROM_PYTHON, PLACE)).isEqualTo("Zoë's key");
    }

    @Test
    void readsItsOwn() {
        String encrypted = key.encrypt("wJalr/K7MDENG+bPx", PLACE);
        assertThat(encrypted).startsWith("enc:v1:").doesNotContain("wJalr");
        assertThat(key.decrypt(encrypted, PLACE)).isEqualTo("wJalr/K7MDENG+bPx");
        assertThat(key.encrypt("wJalr/K7MDENG+bPx", PLACE)).isNotEqualTo(encrypted);
    }

    @Test
    void refusesAnotherPlace() {
        String encrypted = key.encrypt("secret", PLACE);
        assertThatThrownBy(() -> key.decrypt(encrypted, ConfigKey.place("staging", "s3_secret_access_key")))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("another row or column");
        assertThatThrownBy(() -> key.decrypt(encrypted, ConfigKey.place("production", "s3_access_key_id")))
                .isInstanceOf(ScoutException.class);
    }

    @Test
    void readsWithAnOlderKeyWhileTheKeyIsChanged() {
        String old = key.encrypt("secret", PLACE);
        String newKey = ConfigKey.generate();
        ConfigKey both = ConfigKey.parse(newKey + ", " + KEY);
        assertThat(both.decrypt(old, PLACE)).isEqualTo("secret");
        assertThat(ConfigKey.parse(newKey).decrypt(both.encrypt("secret", PLACE), PLACE))
                .isEqualTo("secret");
        assertThatThrownBy(() -> ConfigKey.parse(newKey).decrypt(old, PLACE)).isInstanceOf(ScoutException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret-in-clear",
                "enc:v1:",
                "enc:v1:AAAA",
                "enc:v1:not base64!",
                "enc:v2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "enc:v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesWhatWasNotEncryptedAndDoesNotRepeatIt(String text) {
        assertThatThrownBy(() -> key.decrypt(text, PLACE))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining(PLACE)
                .hasNoCause()
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("secret-in-clear"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "no base64 at all", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,"})
    void refusesAKeyThatIsNone(String text) {
        assertThatThrownBy(() -> ConfigKey.parse(text))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("32 random bytes");
    }
}
