/** ORC, read without a library that needs Hadoop: see the specification at orc.apache.org. */
@NullMarked
package dev.scout.loader.source.orc;

import org.jspecify.annotations.NullMarked;
