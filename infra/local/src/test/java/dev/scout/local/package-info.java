@NullMarked
package dev.scout.local;

import org.jspecify.annotations.NullMarked;
