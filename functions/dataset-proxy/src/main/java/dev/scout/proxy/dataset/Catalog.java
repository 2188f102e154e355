package dev.scout.proxy.dataset;

import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import dev.scout.proxy.access.Role;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import jakarta.inject.Singleton;

/** Finds datasets in the manifest in force, for those who may see them. */
@Singleton
final class Catalog {

    private final LatestManifest manifest;

    Catalog(LatestManifest manifest) {
        this.manifest = manifest;
    }

    Manifest all() {
        return manifest.get();
    }

    /**
     * @throws ProblemException {@code FORBIDDEN} where the role may not see the layer, {@code DATASET_NOT_FOUND} where nothing of that name
     *     is published
     */
    PublishedDataset find(DatasetId id, Role role) {
        if (!role.mayRead(id.layer())) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN, "The token's role may read gold and platinum datasets only.");
        }
        PublishedDataset dataset = manifest.get().datasets().get(id.toString());
        if (dataset == null) {
            throw new ProblemException(
                    ProblemCode.DATASET_NOT_FOUND,
                    "No dataset " + id + " is published. GET /functions/v1/datasets lists those that are.");
        }
        return dataset;
    }
}
