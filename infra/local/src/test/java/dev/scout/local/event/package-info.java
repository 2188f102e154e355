@NullMarked
package dev.scout.local.event;

import org.jspecify.annotations.NullMarked;
