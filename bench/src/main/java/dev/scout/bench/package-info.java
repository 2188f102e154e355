/** How fast Scout is, always as a ratio against a named limit measured in the same run. */
@NullMarked
package dev.scout.bench;

import org.jspecify.annotations.NullMarked;
