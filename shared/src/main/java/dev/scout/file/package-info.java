/** Files that are known by their hash. */
@NullMarked
package dev.scout.file;

import org.jspecify.annotations.NullMarked;
