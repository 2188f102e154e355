/** Errors that every function answers in the same way. */
@NullMarked
package dev.scout;

import org.jspecify.annotations.NullMarked;
