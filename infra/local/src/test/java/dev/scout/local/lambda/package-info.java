@NullMarked
package dev.scout.local.lambda;

import org.jspecify.annotations.NullMarked;
