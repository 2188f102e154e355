/** Checks of tables: what stands beside a model and what is a row of {@code scout.data_quality_checks}, asked in few scans. */
@NullMarked
package dev.scout.transform.quality;

import org.jspecify.annotations.NullMarked;
