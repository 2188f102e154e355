/** Links that open one object for a while. */
@NullMarked
package dev.scout.proxy.signing;

import org.jspecify.annotations.NullMarked;
