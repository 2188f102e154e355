@NullMarked
package dev.scout.secret;

import org.jspecify.annotations.NullMarked;
