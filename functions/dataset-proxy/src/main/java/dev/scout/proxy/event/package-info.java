/** Events of API Gateway before they become HTTP requests. */
@NullMarked
package dev.scout.proxy.event;

import org.jspecify.annotations.NullMarked;
