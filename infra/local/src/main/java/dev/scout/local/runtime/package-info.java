/** Runs inside a function's own process, beside the function's package: nothing here may need more than the JDK and the Lambda interfaces. */
@NullMarked
package dev.scout.local.runtime;

import org.jspecify.annotations.NullMarked;
