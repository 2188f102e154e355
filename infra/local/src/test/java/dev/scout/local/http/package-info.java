@NullMarked
package dev.scout.local.http;

import org.jspecify.annotations.NullMarked;
