/** JSON and NDJSON as records. */
@NullMarked
package dev.scout.loader.source.json;

import org.jspecify.annotations.NullMarked;
