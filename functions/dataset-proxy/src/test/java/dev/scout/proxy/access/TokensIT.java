package dev.scout.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.scout.proxy.Configs;
import dev.scout.proxy.TestTokens;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is a valid token, with a shared secret and with a key set that a real server hands out. */
final class TokensIT {

    private static RSAKey rsa;
    private static ECKey ec;
    private static KeySetServer keys;
    private static Tokens byKeySet;

    private final Tokens bySecret = new Tokens(Configs.working());

    @BeforeAll
    static void makeKeys() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        OctetSequenceKey misplaced = new OctetSequenceKey.Builder(Configs.SECRET.getBytes(StandardCharsets.UTF_8))
                .keyID("oct-1")
                .build();
        keys = new KeySetServer(new JWKSet(List.of(rsa, ec, misplaced)));
        byKeySet = new Tokens(Configs.with(Map.of("proxy.jwt.secret", "", "proxy.jwt.jwks-url", keys.url())));
    }

    @AfterAll
    static void stopServer() {
        keys.close();
    }

    @Test
    void takesHs256WithTheSharedSecret() {
        Caller caller = bySecret.verify(bearer(TestTokens.valid("alice", "service_role")));

        assertThat(caller.subject()).isEqualTo("alice");
        assertThat(caller.role()).contains(Role.SERVICE_ROLE);
    }

    @Test
    void takesTheSchemeInAnyCase() {
        assertThat(bySecret.verify(List.of("bEARER " + TestTokens.valid("alice", "anon")))
                        .role())
                .contains(Role.ANON);
    }

    @Test
    void takesRs256AndEs256OfTheKeySet() throws JOSEException {
        assertThat(byKeySet.verify(bearer(rs256(rsa))).subject()).isEqualTo("alice");
        assertThat(byKeySet.verify(bearer(es256(ec))).subject()).isEqualTo("alice");
    }

    @Test
    void takesATokenWithoutKeyIdWhereAKeyFits() throws JOSEException {
        String token = TestTokens.signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(rsa), same());

        assertThat(byKeySet.verify(bearer(token)).subject()).isEqualTo("alice");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withinTheLeeway")
    void givesHalfAMinuteOfLeeway(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        assertThat(bySecret.verify(bearer(TestTokens.hs256(change))).subject()).isEqualTo("alice");
    }

    static Stream<Arguments> withinTheLeeway() {
        return Stream.of(
                claims(
                        "expired 20 s ago",
                        claims -> claims.expirationTime(in(-20)).issueTime(in(-600))),
                claims("valid in 20 s", claims -> claims.notBeforeTime(in(20))),
                claims("issued in 20 s", claims -> claims.issueTime(in(20))),
                claims("one of several audiences", claims -> claims.audience(List.of("other", Configs.AUDIENCE))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void refusesBadClaims(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        assertRefused(bySecret, bearer(TestTokens.hs256(change)));
    }

    static Stream<Arguments> badClaims() {
        return Stream.of(
                claims(
                        "expired 40 s ago",
                        claims -> claims.expirationTime(in(-40)).issueTime(in(-600))),
                claims("without exp", claims -> claims.expirationTime(null)),
                claims("valid in 40 s", claims -> claims.notBeforeTime(in(40))),
                claims("issued in 60 s", claims -> claims.issueTime(in(60))),
                claims("another issuer", claims -> claims.issuer("somebody-else")),
                claims("without issuer", claims -> claims.issuer(null)),
                claims("another audience", claims -> claims.audience("somebody-else")),
                claims("without audience", claims -> claims.audience((String) null)),
                claims("without subject", claims -> claims.subject(null)),
                claims("blank subject", claims -> claims.subject(" ")),
                claims("NUL in the subject", claims -> claims.subject("a\0b")),
                claims("300 letters of subject", claims -> claims.subject("a".repeat(300))),
                claims("exp is text", claims -> claims.claim("exp", "tomorrow")),
                claims("sub is a number", claims -> claims.claim("sub", 7)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHeaders")
    void refusesBadHeaders(String name, List<String> authorization) {
        assertRefused(bySecret, authorization);
    }

    static Stream<Arguments> badHeaders() {
        String valid = TestTokens.valid("alice", "authenticated");
        String[] parts = valid.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String none = TestTokens.raw("{\"alg\":\"none\"}", claims, "");
        return Stream.of(
                Arguments.of("nothing", List.of()),
                Arguments.of("empty", List.of("")),
                Arguments.of("another scheme", List.of("Basic YWxpY2U6YWxpY2U=")),
                Arguments.of("no scheme", List.of(valid)),
                Arguments.of("scheme only", List.of("Bearer ")),
                Arguments.of("two headers", List.of("Bearer " + valid, "Bearer " + valid)),
                Arguments.of("unsigned: no third part", bearer(parts[0] + "." + parts[1])),
                Arguments.of("unsigned: empty third part", bearer(parts[0] + "." + parts[1] + ".")),
                Arguments.of("alg none", bearer(none)),
                Arguments.of("alg none with a signature", bearer(none + parts[2])),
                Arguments.of("alg None", bearer(TestTokens.raw("{\"alg\":\"None\"}", claims, parts[2]))),
                Arguments.of("no alg", bearer(TestTokens.raw("{}", claims, parts[2]))),
                Arguments.of("no JSON", bearer(TestTokens.raw("x", "y", "z"))),
                Arguments.of(
                        "tampered payload",
                        bearer(parts[0] + "."
                                + TestTokens.base64(claims.replace("authenticated", "service_role")) + "."
                                + parts[2])),
                Arguments.of(
                        "tampered header",
                        bearer(TestTokens.base64("{\"alg\":\"HS256\",\"x\":1}") + valid.substring(parts[0].length()))),
                Arguments.of(
                        "another secret",
                        bearer(TestTokens.hs256("x".repeat(40).getBytes(StandardCharsets.UTF_8), same()))),
                Arguments.of(
                        "10 kB",
                        bearer(TestTokens.hs256(claimsBuilder -> claimsBuilder.claim("pad", "x".repeat(10_000))))),
                Arguments.of(
                        "a key in the header",
                        bearer(TestTokens.raw(
                                "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}", claims, parts[2]))));
    }

    @Test
    void refusesHs256SignedWithThePublicKey() throws JOSEException {
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(rsa.toRSAPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.UTF_8);

        assertRefused(byKeySet, bearer(TestTokens.hs256(pem, same())));
        assertRefused(byKeySet, bearer(TestTokens.hs256(rsa.toRSAPublicKey().getEncoded(), same())));
    }

    @Test
    void refusesHs256EvenIfTheKeySetHoldsTheSecret() {
        assertRefused(byKeySet, bearer(TestTokens.valid("alice", "authenticated")));
    }

    @Test
    void refusesRs256WhereOnlyASecretIsConfigured() throws JOSEException {
        assertRefused(bySecret, bearer(rs256(rsa)));
    }

    @Test
    void refusesOtherAlgorithmsOfTheSameKey() throws JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa-1").build();

        assertRefused(byKeySet, bearer(TestTokens.signed(header, new RSASSASigner(rsa), same())));
    }

    @Test
    void refusesAKeyThatIsNotInTheSet() throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID("rsa-1").generate();

        assertRefused(byKeySet, bearer(rs256(other)));
    }

    @Test
    void asksForNewKeysButNotForEachUnknownOne() throws JOSEException {
        RSAKey old = new RSAKeyGenerator(2048).keyID("old").generate();
        try (KeySetServer server = new KeySetServer(new JWKSet(old))) {
            Tokens tokens =
                    new Tokens(Configs.with(Map.of("proxy.jwt.secret", "", "proxy.jwt.jwks-url", server.url())));
            tokens.verify(bearer(rs256(old)));
            for (int i = 0; i < 20; i++) {
                RSAKey unknown = new RSAKey.Builder(old).keyID("unknown-" + i).build();
                assertRefused(tokens, bearer(rs256(unknown)));
            }
            assertThat(server.requests()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void saysUnavailableWhereTheKeySetCantBeHad() throws JOSEException {
        KeySetServer server = new KeySetServer(new JWKSet(rsa));
        Tokens tokens = new Tokens(Configs.with(Map.of("proxy.jwt.secret", "", "proxy.jwt.jwks-url", server.url())));
        server.close();
        String token = rs256(rsa);

        assertThatThrownBy(() -> tokens.verify(bearer(token)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }

    @Test
    void takesEachAlgorithmWithItsOwnKeyWhereBothAreConfigured() throws JOSEException {
        Tokens both = new Tokens(Configs.with(Map.of("proxy.jwt.jwks-url", keys.url())));

        assertThat(both.verify(bearer(rs256(rsa))).subject()).isEqualTo("alice");
        assertThat(both.verify(bearer(TestTokens.valid("bob", "anon"))).subject())
                .isEqualTo("bob");
        assertRefused(both, bearer(TestTokens.hs256(rsa.toRSAPublicKey().getEncoded(), same())));
    }

    @Test
    void rolesAreOnlyThoseOfTheContract() {
        assertThat(roleOf("Authenticated")).isEmpty();
        assertThat(roleOf("admin")).isEmpty();
        assertThat(roleOf(List.of("service_role"))).isEmpty();
        assertThat(roleOf(null)).isEmpty();
    }

    private Set<Role> roleOf(@Nullable Object claim) {
        return bySecret.verify(bearer(TestTokens.hs256(claims -> claims.claim("role", claim)))).role().stream()
                .collect(Collectors.toSet());
    }

    private static void assertRefused(Tokens tokens, List<String> authorization) {
        assertThatThrownBy(() -> tokens.verify(authorization)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.code()).isEqualTo(ProblemCode.UNAUTHENTICATED);
            assertThat(e.detail()).isEqualTo("Send a valid token in the header \"Authorization: Bearer <token>\".");
        });
    }

    private static String rs256(RSAKey key) throws JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        return TestTokens.signed(header, new RSASSASigner(key), same());
    }

    private static String es256(ECKey key) throws JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
        return TestTokens.signed(header, new ECDSASigner(key), same());
    }

    private static List<String> bearer(String token) {
        return List.of("Bearer " + token);
    }

    private static UnaryOperator<JWTClaimsSet.Builder> same() {
        return UnaryOperator.identity();
    }

    private static Arguments claims(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(name, change);
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
