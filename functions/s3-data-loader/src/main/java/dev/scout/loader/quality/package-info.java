/** What records must be like, what a file's columns are, and how good a file is: between the reader and bronze. */
@NullMarked
package dev.scout.loader.quality;

import org.jspecify.annotations.NullMarked;
