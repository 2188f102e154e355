/** Brings what was refused into bronze after all. */
@NullMarked
package dev.scout.loader.replay;

import org.jspecify.annotations.NullMarked;
