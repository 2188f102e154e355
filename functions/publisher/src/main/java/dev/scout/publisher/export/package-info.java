/** From tables of one database snapshot to files. */
@NullMarked
package dev.scout.publisher.export;

import org.jspecify.annotations.NullMarked;
