package dev.scout.manifest;

/**
 * What a reader checks a manifest with.
 *
 * @param manifestSha256 SHA-256, in lower-case hex, of the manifest's RFC 8785 form without this member
 * @param totalSizeBytes sum of the datasets' {@code size_bytes}
 */
public record Integrity(String manifestSha256, long totalSizeBytes) {}
