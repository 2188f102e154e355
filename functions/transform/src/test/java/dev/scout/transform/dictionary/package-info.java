@NullMarked
package dev.scout.transform.dictionary;

import org.jspecify.annotations.NullMarked;
