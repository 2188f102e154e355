@NullMarked
package dev.scout.local.command;

import org.jspecify.annotations.NullMarked;
