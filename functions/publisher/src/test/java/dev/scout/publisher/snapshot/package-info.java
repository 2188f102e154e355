@NullMarked
package dev.scout.publisher.snapshot;

import org.jspecify.annotations.NullMarked;
