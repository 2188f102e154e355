package dev.scout.loader.source.compression;

/**
 * Where unpacking can begin again without what stands before.
 *
 * @param packedAt how many packed bytes stand before it
 * @param unpackedAt how many unpacked bytes
 * @param state what has to be known of what stands before
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ResumePoint(long packedAt, long unpackedAt, byte[] state) {}
