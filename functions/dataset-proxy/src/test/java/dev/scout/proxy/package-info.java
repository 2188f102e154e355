@NullMarked
package dev.scout.proxy;

import org.jspecify.annotations.NullMarked;
