@NullMarked
package dev.scout.transform.model;

import org.jspecify.annotations.NullMarked;
