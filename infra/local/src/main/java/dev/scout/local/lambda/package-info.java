/** Lambda: functions as processes of their own over the Runtime API, asynchronous invocation with its retries, the Invoke API. */
@NullMarked
package dev.scout.local.lambda;

import org.jspecify.annotations.NullMarked;
