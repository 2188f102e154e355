package dev.scout.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/** SHA-256 of a manifest's RFC 8785 (JCS) form without {@code integrity.manifest_sha256}. */
final class ManifestHash {

    private ManifestHash() {}

    /** The hash that the manifest should state, in lower-case hex; whatever it states is left out. */
    static String of(byte[] json) {
        JsonNode tree = ManifestJson.tree(json);
        if (tree.get(ManifestJson.INTEGRITY) instanceof ObjectNode integrity) {
            integrity.remove(ManifestJson.MANIFEST_SHA256);
        }
        return HexFormat.of().formatHex(sha256(canonical(tree.toString())));
    }

    static byte[] canonical(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedUTF8();
        } catch (IOException e) {
            throw Manifest.invalid("it has no RFC 8785 form (" + e.getMessage() + ")", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
