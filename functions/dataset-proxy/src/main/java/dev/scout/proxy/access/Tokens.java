package dev.scout.proxy.access;

import static org.jose4j.jwa.AlgorithmConstraints.ConstraintType.PERMIT;

import dev.scout.proxy.ProxyConfig;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Verifies bearer tokens: signature by an algorithm of the allow-list, issuer, audience, time. Whatever is wrong with a token, the client
 * gets one and the same answer; the reason goes to the log.
 */
@Singleton
public final class Tokens {

    private static final Logger LOG = Logger.getLogger(Tokens.class);

    private static final int LEEWAY_SECONDS = 30;
    private static final int LONGEST_HEADER = 8192;
    private static final int LONGEST_SUBJECT = 255;
    private static final Pattern BEARER =
            Pattern.compile("bearer +([A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+)", Pattern.CASE_INSENSITIVE);

    private final JwtConsumer consumer;

    Tokens(ProxyConfig config) {
        VerificationKeys keys = new VerificationKeys(config.jwt());
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(PERMIT, keys.algorithms().toArray(String[]::new)))
                .setVerificationKeyResolver(keys)
                .setExpectedIssuer(true, config.jwt().issuer().orElseThrow())
                .setExpectedAudience(true, config.jwt().audience().orElseThrow())
                .setRequireExpirationTime()
                .setRequireSubject()
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
                .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
                .build();
    }

    /**
     * Says who asks.
     *
     * @param authorization the values of the request's {@code Authorization} headers
     * @throws ProblemException {@code UNAUTHENTICATED} for anything but one valid bearer token; {@code UNAVAILABLE} where the keys that
     *     would verify it can't be had
     */
    Caller verify(List<String> authorization) {
        try {
            return caller(consumer.processToClaims(token(authorization)));
        } catch (InvalidJwtException e) {
            if (isCausedByNetwork(e)) {
                throw ProblemException.unavailable("The token can't be verified now. Try again soon.", e);
            }
            throw refused(reason(e));
        } catch (MalformedClaimException e) {
            throw refused("a claim has the wrong type");
        }
    }

    private static String token(List<String> authorization) {
        if (authorization.isEmpty()) {
            throw refused("no Authorization header");
        }
        if (authorization.size() > 1 || authorization.get(0).length() > LONGEST_HEADER) {
            throw refused("more than one Authorization header, or one that is too long");
        }
        Matcher bearer = BEARER.matcher(authorization.get(0).strip());
        if (!bearer.matches()) {
            throw refused("no bearer token of three parts");
        }
        return bearer.group(1);
    }

    private static Caller caller(JwtClaims claims) throws MalformedClaimException {
        String subject = claims.getSubject();
        if (subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw refused("sub is blank, too long or holds control characters");
        }
        Object role = claims.getClaimValue("role");
        return new Caller(subject, role instanceof String text ? text : null);
    }

    private static ProblemException refused(String reason) {
        LOG.infof("A token was refused: %s", reason);
        return new ProblemException(
                ProblemCode.UNAUTHENTICATED, "Send a valid token in the header \"Authorization: Bearer <token>\".");
    }

    /** The library's codes only: its messages repeat the token's claims. */
    private static String reason(InvalidJwtException e) {
        return "codes "
                + e.getErrorDetails().stream()
                        .map(detail -> String.valueOf(detail.getErrorCode()))
                        .collect(Collectors.joining(", "))
                + (e.getCause() == null
                        ? ""
                        : " after " + e.getCause().getClass().getSimpleName());
    }

    private static boolean isCausedByNetwork(@Nullable Throwable e) {
        return e != null && (e instanceof IOException || isCausedByNetwork(e.getCause()));
    }
}
