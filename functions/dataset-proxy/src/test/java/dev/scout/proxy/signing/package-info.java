@NullMarked
package dev.scout.proxy.signing;

import org.jspecify.annotations.NullMarked;
