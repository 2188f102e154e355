package dev.scout.local.queue;

import java.time.Instant;

/**
 * A message as one receive hands it out.
 *
 * @param receiptHandle names this receive; an older one no longer counts
 * @param receiveCount how often it has been handed out, this time included
 */
public record Message(
        String messageId,
        String receiptHandle,
        String body,
        int receiveCount,
        Instant sentAt,
        Instant firstReceivedAt) {}
