@NullMarked
package dev.scout.proxy.access;

import org.jspecify.annotations.NullMarked;
