@NullMarked
package dev.scout.transform.lake;

import org.jspecify.annotations.NullMarked;
