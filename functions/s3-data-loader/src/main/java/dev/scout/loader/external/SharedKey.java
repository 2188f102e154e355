package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scout.ScoutException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a storage account.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key">Authorize with Shared Key</a>
 */
final class SharedKey implements AzureCredential {

    private static final String HMAC = "HmacSHA256";

    private final String account;
    private final SecretKeySpec key;

    SharedKey(String environment, String account, Secret key) {
        this.account = account;
        try {
            this.key = new SecretKeySpec(Base64.getDecoder().decode(key.reveal()), HMAC);
        } catch (IllegalArgumentException e) {
            // Its message tells a character of the key.
            throw new ScoutException(
                    "SECRET_UNREADABLE",
                    false,
                    "External storage \"" + environment
                            + "\": adls_account_key leads to something that is no account key"
                            + " (base64, as the portal shows it).",
                    null);
        }
    }

    @Override
    public void authorize(Request request) {
        request.headers().put("Authorization", "SharedKey " + account + ":" + signature(stringToSign(request)));
    }

    /** Of a GET without a body, so that most of the lines are empty. */
    String stringToSign(Request request) {
        StringBuilder text = new StringBuilder("GET\n");
        // Content-Encoding, -Language, -Length, -MD5, -Type, Date (x-ms-date stands for it), If-Modified-Since
        text.append("\n".repeat(7));
        text.append(request.headers().getOrDefault("If-Match", "")).append('\n');
        // If-None-Match, If-Unmodified-Since, Range (x-ms-range stands for it)
        text.append("\n".repeat(3));
        new TreeMap<>(request.headers()).forEach((name, value) -> {
            if (name.startsWith("x-ms-")) {
                text.append(name).append(':').append(value.strip()).append('\n');
            }
        });
        text.append('/').append(account).append(request.path());
        request.query()
                .forEach((name, value) -> text.append('\n')
                        .append(name.toLowerCase(Locale.ROOT))
                        .append(':')
                        .append(value));
        return text.toString();
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + HMAC, e);
        }
    }
}
