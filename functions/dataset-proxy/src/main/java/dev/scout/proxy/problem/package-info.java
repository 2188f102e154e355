/** What is answered instead of what was asked for (RFC 9457). */
@NullMarked
package dev.scout.proxy.problem;

import org.jspecify.annotations.NullMarked;
