package dev.scout.proxy.signing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/**
 * A link that opens one object.
 *
 * @param expiresAt when it stops working
 */
public record SignedUrl(String url, Instant expiresAt) {

    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    /** The end comes from what was signed: whole seconds after the signature's own, truncated, time. */
    static SignedUrl of(PresignedGetObjectRequest signed) {
        Map<String, List<String>> query = signed.httpRequest().rawQueryParameters();
        Instant signedAt =
                LocalDateTime.parse(only(query, "X-Amz-Date"), AMZ_DATE).toInstant(ZoneOffset.UTC);
        long seconds = Long.parseLong(only(query, "X-Amz-Expires"));
        return new SignedUrl(signed.url().toString(), signedAt.plusSeconds(seconds));
    }

    private static String only(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of()).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A signed link has no " + name));
    }

    /** Without the link: whoever reads a log must not get the file. */
    @Override
    public String toString() {
        return "a signed link until " + expiresAt;
    }
}
