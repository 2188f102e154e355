@NullMarked
package dev.scout.manifest;

import org.jspecify.annotations.NullMarked;
