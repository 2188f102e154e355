package dev.scout.loader.bronze;

import org.jspecify.annotations.Nullable;

/**
 * Why a file is left out by its pipeline's policy.
 *
 * @param reason a sentence for the ledger
 * @param replacedBy the file under the same key that counts instead
 * @param sameContentAs the loaded file that has the same content
 */
record Exclusion(
        String reason, @Nullable Long replacedBy, @Nullable Long sameContentAs) {

    static Exclusion replaced(OnOverwrite policy, long by) {
        return new Exclusion(
                policy == OnOverwrite.REPLACE
                        ? "What landed later under the same key replaces it (file " + by + ")."
                        : "What landed before it under the same key is the one that counts (file " + by + ").",
                by,
                null);
    }

    static Exclusion sameContent(SameContent.Original original) {
        return new Exclusion(
                "The same content is loaded already: " + original.uri() + " (file " + original.fileId() + ").",
                null,
                original.fileId());
    }
}
