/** From files to objects that readers may rely on: files first, then the manifest, then the pointer to it. */
@NullMarked
package dev.scout.publisher.snapshot;

import org.jspecify.annotations.NullMarked;
