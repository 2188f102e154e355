@NullMarked
package dev.scout.loader.external;

import org.jspecify.annotations.NullMarked;
