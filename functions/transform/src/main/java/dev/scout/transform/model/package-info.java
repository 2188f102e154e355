/** Models: SQL files, the order that follows from what they read, and how each becomes a table. */
@NullMarked
package dev.scout.transform.model;

import org.jspecify.annotations.NullMarked;
