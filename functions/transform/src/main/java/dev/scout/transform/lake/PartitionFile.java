package dev.scout.transform.lake;

import dev.scout.file.ExportedFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A partition's rows of one moment as a temporary file, which goes when this is closed.
 *
 * @param completeness share of the cells that have a value, 0 to 1; null without rows
 * @param qualityScore mean of the rows' data_quality_score; null where they have none
 */
record PartitionFile(
        ExportedFile file,
        long rows,
        List<LakeColumn> columns,
        @Nullable BigDecimal completeness,
        @Nullable BigDecimal qualityScore)
        implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PartitionFile.class);

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            LOG.warnf(e, "the temporary file %s could not be deleted", file.path());
        }
    }
}
