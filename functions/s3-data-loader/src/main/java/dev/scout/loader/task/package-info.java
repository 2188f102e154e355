/** What an invocation or a message can ask for besides loading objects that it names. */
@NullMarked
package dev.scout.loader.task;

import org.jspecify.annotations.NullMarked;
