/** Delimited text as records. */
@NullMarked
package dev.scout.loader.source.csv;

import org.jspecify.annotations.NullMarked;
