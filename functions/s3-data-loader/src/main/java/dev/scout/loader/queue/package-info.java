/** The queue that feeds the loader, as the loader itself writes to it, and its dead letters. */
@NullMarked
package dev.scout.loader.queue;

import org.jspecify.annotations.NullMarked;
