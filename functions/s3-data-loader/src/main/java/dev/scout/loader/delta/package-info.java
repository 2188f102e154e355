/** Delta Lake: which data files are live in a version of a table, told by Delta Kernel, and what stands in them. */
@NullMarked
package dev.scout.loader.delta;

import org.jspecify.annotations.NullMarked;
