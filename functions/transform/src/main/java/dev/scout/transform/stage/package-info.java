/** Brings the bronze records that silver has not taken yet, in canonical form, into temporary tables. */
@NullMarked
package dev.scout.transform.stage;

import org.jspecify.annotations.NullMarked;
