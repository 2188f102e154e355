/** The dataset API: who may have a link to which published dataset. */
@NullMarked
package dev.scout.proxy;

import org.jspecify.annotations.NullMarked;
