@NullMarked
package dev.scout.transform;

import org.jspecify.annotations.NullMarked;
