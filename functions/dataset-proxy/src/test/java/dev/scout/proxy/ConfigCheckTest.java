package dev.scout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigCheckTest {

    @Test
    void hasDefaultsForAllThatCanHaveOne() {
        ProxyConfig config = Configs.working();

        assertThat(config.datasetsBucket()).isEqualTo("scout-datasets");
        assertThat(config.rateLimitPerMinute()).isEqualTo(10);
        assertThat(config.s3Endpoint()).isEmpty();
        assertThat(config.corsOrigins()).isEmpty();
        assertThatCode(() -> ConfigCheck.check(config)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            proxy.jwt.secret            | ''                              | Neither SCOUT_JWT_SECRET nor SCOUT_JWT_JWKS_URL
            proxy.jwt.secret            | only-thirty-one-bytes-long-1234 | SCOUT_JWT_SECRET is shorter than 32 bytes
            proxy.jwt.jwks-url          | http://keys.example.com/jwks    | SCOUT_JWT_JWKS_URL must be an https address
            proxy.jwt.issuer            | ''                              | SCOUT_JWT_ISSUER is not set
            proxy.jwt.audience          | ''                              | SCOUT_JWT_AUDIENCE is not set
            proxy.rate-limit-per-minute | 0                               | SCOUT_RATE_LIMIT_PER_MINUTE must lie between
            proxy.datasets-bucket       | No_Bucket                       | SCOUT_DATASETS_BUCKET is no bucket name
            proxy.s3-endpoint           | ftp://s3.example.com            | SCOUT_S3_ENDPOINT is no http or https address
            proxy.cors-origins          | https://a.example.com/page      | SCOUT_CORS_ORIGINS holds
            """)
    void refusesWithASentence(String property, String value, String sentence) {
        ProxyConfig config = Configs.with(Map.of(property, value));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void neverRepeatsTheSecret() {
        ProxyConfig config = Configs.with(Map.of("proxy.jwt.secret", "hunter2"));

        assertThatThrownBy(() -> ConfigCheck.check(config)).hasMessageNotContaining("hunter2");
    }

    @Test
    void takesKeySetsFromThisMachineOverHttp() {
        ProxyConfig config = Configs.with(Map.of("proxy.jwt.jwks-url", "http://127.0.0.1:9000/jwks"));

        assertThatCode(() -> ConfigCheck.check(config)).doesNotThrowAnyException();
    }
}
