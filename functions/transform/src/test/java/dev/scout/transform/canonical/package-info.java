@NullMarked
package dev.scout.transform.canonical;

import org.jspecify.annotations.NullMarked;
