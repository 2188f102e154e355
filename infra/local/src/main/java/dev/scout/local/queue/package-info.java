/** SQS: queues with visibility, receive counts and dead letters, and what feeds a function from one. */
@NullMarked
package dev.scout.local.queue;

import org.jspecify.annotations.NullMarked;
