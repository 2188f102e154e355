@NullMarked
package dev.scout.proxy.dataset;

import org.jspecify.annotations.NullMarked;
