/** API Gateway's HTTP API: routes, the payload format 2.0 and the way back. */
@NullMarked
package dev.scout.local.http;

import org.jspecify.annotations.NullMarked;
