/** {@code ./scout demo}: the main job from end to end with sample data, each step checked against what must come out. */
@NullMarked
package dev.scout.local.demo;

import org.jspecify.annotations.NullMarked;
