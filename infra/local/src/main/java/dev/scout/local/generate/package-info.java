/**
 * Sample data: what sari-sari stores sell, in every record shape that Scout reads, with the true totals worked out from the model itself.
 * The same options give the same bytes.
 */
@NullMarked
package dev.scout.local.generate;

import org.jspecify.annotations.NullMarked;
