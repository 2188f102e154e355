/** Avro files as records. */
@NullMarked
package dev.scout.loader.source.avro;

import org.jspecify.annotations.NullMarked;
