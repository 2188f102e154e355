/** EventBridge: the default bus with its rules, schedules, and the events in AWS's own shape. */
@NullMarked
package dev.scout.local.event;

import org.jspecify.annotations.NullMarked;
