package dev.scout.proxy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;

/** Tokens, good and bad, made with another library than the one that verifies them. */
public final class TestTokens {

    private TestTokens() {}

    /** Valid in every respect; the subject and role as given. */
    public static String valid(String subject, String role) {
        return hs256(claims -> claims.subject(subject).claim("role", role));
    }

    /** Valid but for what is changed. */
    public static String hs256(UnaryOperator<JWTClaimsSet.Builder> change) {
        return hs256(Configs.SECRET.getBytes(StandardCharsets.UTF_8), change);
    }

    public static String hs256(byte[] secret, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            return signed(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(secret), change);
        } catch (JOSEException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static String signed(JWSHeader header, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            SignedJWT token = new SignedJWT(header, claims(change));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        return change.apply(new JWTClaimsSet.Builder()
                        .subject("alice")
                        .issuer(Configs.ISSUER)
                        .audience(Configs.AUDIENCE)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(600)))
                        .claim("role", "authenticated"))
                .build();
    }

    /** A token of a given header and claims with a given signature, none of which need to fit. */
    public static String raw(String header, String claims, String signature) {
        return base64(header) + "." + base64(claims) + "." + signature;
    }

    public static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
