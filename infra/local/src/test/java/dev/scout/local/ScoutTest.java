package dev.scout.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.scout.secret.ConfigKey;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ScoutTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void signsATokenThatTheSecretVerifies() throws Exception {
        Instant begin = Instant.now();
        assertThat(run("token", "--sub", "alice", "--role", "anon", "--ttl", "60"))
                .isZero();
        SignedJWT token = SignedJWT.parse(out.toString().strip());
        assertThat(token.verify(new MACVerifier(Tokens.SECRET.getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("scout-local");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("scout");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("alice");
        assertThat(token.getJWTClaimsSet().getClaim("role")).isEqualTo("anon");
        assertThat(token.getJWTClaimsSet().getExpirationTime()).isBetween(begin.plusSeconds(59), begin.plusSeconds(80));
    }

    @Test
    void saysInOneSentenceWhatIsWrong() {
        assertThat(run("migrate", "--url", "jdbc:postgresql://127.0.0.1:1/none", "--user", "u", "--password", "p"))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("The database could not be migrated: ")
                .doesNotContain("\tat ");
    }

    @Test
    void listsItsCommands() {
        assertThat(run("help")).isZero();
        assertThat(out.toString())
                .contains(
                        "demo",
                        "up",
                        "invoke",
                        "backfill",
                        "reconcile",
                        "redrive",
                        "generate",
                        "token",
                        "sql",
                        "migrate",
                        "encrypt",
                        "test");
    }

    @Test
    void encryptsASecretForItsPlace() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("my-secret\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("encrypt", "--environment", "production", "--column", "s3_secret_access_key"))
                    .isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(err.toString()).contains("the local platform's key");
        assertThat(ConfigKey.parse(LocalAccount.CONFIG_KEY)
                        .decrypt(out.toString().strip(), ConfigKey.place("production", "s3_secret_access_key")))
                .isEqualTo("my-secret");
    }

    @Test
    void encryptsForAColumnOfSecretsOnly() {
        assertThat(run("encrypt", "--environment", "production", "--column", "s3_bucket"))
                .isNotZero();
        assertThat(err.toString()).contains("--column, one of s3_access_key_id");
    }

    @Test
    void makesANewKey() {
        assertThat(run("encrypt", "--new-key")).isZero();
        assertThat(ConfigKey.parse(out.toString().strip())).isNotNull();
    }

    private int run(String... arguments) {
        return Scout.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
