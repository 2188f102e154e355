/** Copies what is new in storage elsewhere (S3, Supabase Storage, Azure Data Lake Gen2) into the lake's bronze/, once. */
@NullMarked
package dev.scout.loader.external;

import org.jspecify.annotations.NullMarked;
