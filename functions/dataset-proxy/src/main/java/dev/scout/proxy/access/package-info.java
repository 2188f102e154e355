/** Who asks, how often, and the record of it. */
@NullMarked
package dev.scout.proxy.access;

import org.jspecify.annotations.NullMarked;
