/** The subcommands of {@code ./scout}. */
@NullMarked
package dev.scout.local.command;

import org.jspecify.annotations.NullMarked;
