/** Runs the stages: one transaction each, one at a time, recorded. */
@NullMarked
package dev.scout.transform.run;

import org.jspecify.annotations.NullMarked;
