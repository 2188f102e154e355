@NullMarked
package dev.scout.publisher.export;

import org.jspecify.annotations.NullMarked;
