@NullMarked
package dev.scout.proxy.event;

import org.jspecify.annotations.NullMarked;
