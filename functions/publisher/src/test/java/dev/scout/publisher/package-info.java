@NullMarked
package dev.scout.publisher;

import org.jspecify.annotations.NullMarked;
