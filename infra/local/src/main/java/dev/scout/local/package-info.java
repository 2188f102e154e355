/** The platform on one machine: PostgreSQL, S3, Lambda, SQS, EventBridge, schedules and the HTTP API; and the {@code ./scout} command. */
@NullMarked
package dev.scout.local;

import org.jspecify.annotations.NullMarked;
