/** Readers: an object's bytes become records, each as JSON. */
@NullMarked
package dev.scout.loader.source;

import org.jspecify.annotations.NullMarked;
