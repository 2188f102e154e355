package dev.scout.file;

import java.nio.file.Path;

/**
 * A finished temporary file.
 *
 * @param sha256 of its bytes, lower-case hex, taken while it was written
 */
public record ExportedFile(Path path, String sha256, long sizeBytes) {}
