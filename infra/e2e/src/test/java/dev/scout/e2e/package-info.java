/** The whole platform under test: real data against another engine, crashes, bad input, memory. */
@NullMarked
package dev.scout.e2e;

import org.jspecify.annotations.NullMarked;
