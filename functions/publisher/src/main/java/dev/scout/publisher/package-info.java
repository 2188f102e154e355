/** Publishes the datasets of one moment of the database. */
@NullMarked
package dev.scout.publisher;

import org.jspecify.annotations.NullMarked;
