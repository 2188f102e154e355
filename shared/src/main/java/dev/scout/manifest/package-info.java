/** The manifest of the published datasets: what is in force, and how anyone can check it. */
@NullMarked
package dev.scout.manifest;

import org.jspecify.annotations.NullMarked;
