/** Run history: one row an invocation. */
@NullMarked
package dev.scout.runs;

import org.jspecify.annotations.NullMarked;
