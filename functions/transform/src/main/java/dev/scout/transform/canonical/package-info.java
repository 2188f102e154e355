/** Records of any shape become one canonical form: fields by mapping, values by type. No I/O. */
@NullMarked
package dev.scout.transform.canonical;

import org.jspecify.annotations.NullMarked;
