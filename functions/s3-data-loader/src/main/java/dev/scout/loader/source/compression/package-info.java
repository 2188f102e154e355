/** Compressed objects, unpacked in bounded memory. */
@NullMarked
package dev.scout.loader.source.compression;

import org.jspecify.annotations.NullMarked;
