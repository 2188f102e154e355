/** Identity of a bronze row. */
@NullMarked
package dev.scout.bronze;

import org.jspecify.annotations.NullMarked;
