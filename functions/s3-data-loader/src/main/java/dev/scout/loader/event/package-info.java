/** What an invocation asks for, in every form in which AWS says it. */
@NullMarked
package dev.scout.loader.event;

import org.jspecify.annotations.NullMarked;
