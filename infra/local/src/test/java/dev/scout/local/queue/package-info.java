@NullMarked
package dev.scout.local.queue;

import org.jspecify.annotations.NullMarked;
