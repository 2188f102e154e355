@NullMarked
package dev.scout.local.template;

import org.jspecify.annotations.NullMarked;
