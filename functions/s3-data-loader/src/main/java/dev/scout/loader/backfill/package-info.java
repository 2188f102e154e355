/** What lists the bucket against the ledger, so that nothing is missed: reconcile, backfill; and what brings back what was parked. */
@NullMarked
package dev.scout.loader.backfill;

import org.jspecify.annotations.NullMarked;
