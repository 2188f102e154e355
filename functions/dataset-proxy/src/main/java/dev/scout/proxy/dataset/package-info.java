/** What can be asked: the published datasets, one link, and whether the API works. */
@NullMarked
package dev.scout.proxy.dataset;

import org.jspecify.annotations.NullMarked;
