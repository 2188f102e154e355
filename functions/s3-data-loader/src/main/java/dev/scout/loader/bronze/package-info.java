/** Where records go: the ledger, the bronze tables, quarantine. */
@NullMarked
package dev.scout.loader.bronze;

import org.jspecify.annotations.NullMarked;
