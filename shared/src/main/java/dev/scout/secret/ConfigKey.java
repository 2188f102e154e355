package dev.scout.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scout.ScoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of {@code SCOUT_CONFIG_KEY}: 32 random bytes in base64. Encrypts by AES-256-GCM; the place where the text stands is authenticated with
 * it, so that it can not be moved to another row or column. Several keys, separated by commas, are for changing the key: the first one encrypts, each
 * decrypts.
 */
public final class ConfigKey {

    /** What encrypted text begins with; 12 bytes of nonce, the ciphertext and 16 bytes of tag follow, in base64url without padding. */
    public static final String PREFIX = "enc:v1:";

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String TABLE = "scout.external_storage_config";

    private final List<SecretKeySpec> keys;

    private ConfigKey(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /** Reads {@code SCOUT_CONFIG_KEY}. */
    public static ConfigKey parse(String text) {
        List<SecretKeySpec> keys = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            keys.add(new SecretKeySpec(bytes(one.strip()), "AES"));
        }
        return new ConfigKey(keys);
    }

    /** A new key's text. */
    public static String generate() {
        return Base64.getEncoder().encodeToString(random(KEY_BYTES));
    }

    /** The place of a secret, to be authenticated with it. */
    public static String place(String environment, String column) {
        return TABLE + "/" + environment + "/" + column;
    }

    /**
     * Encrypts a secret.
     *
     * @param place where the text will stand, as {@link #place} tells
     */
    public String encrypt(String secret, String place) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, place).doFinal(secret.getBytes(UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-GCM", e);
        }
    }

    /** Decrypts what {@link #encrypt} made for that place; what was made with another key, or for another place, is refused. */
    public String decrypt(String text, String place) {
        byte[] all = decoded(text, place);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            try {
                Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, place);
                return new String(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES), UTF_8);
            } catch (AEADBadTagException otherKey) {
                // The next key may be the one.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every JDK has AES-GCM", e);
            }
        }
        throw refused(place, "was encrypted with another key, or for another row or column");
    }

    private static byte[] decoded(String text, String place) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            if (text.startsWith(PREFIX) && all.length >= NONCE_BYTES + TAG_BITS / 8) {
                return all;
            }
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            // Told below, without what it says.
        }
        throw refused(place, "is not what ./scout encrypt prints");
    }

    private static ScoutException refused(String place, String why) {
        return new ScoutException(
                "SECRET_UNREADABLE",
                false,
                "The secret of " + place + " " + why + ". Encrypt it again with the function's SCOUT_CONFIG_KEY.",
                null);
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(UTF_8));
        return cipher;
    }

    private static byte[] bytes(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            key = new byte[0];
        }
        if (key.length != KEY_BYTES) {
            throw new ScoutException(
                    "BAD_CONFIG_KEY",
                    false,
                    "SCOUT_CONFIG_KEY must be 32 random bytes in base64 (several: separated by commas);"
                            + " ./scout encrypt --new-key makes one.",
                    null);
        }
        return key;
    }

    /** Made when it is needed: a native executable must not hold one from its build. */
    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
