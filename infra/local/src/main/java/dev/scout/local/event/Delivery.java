package dev.scout.local.event;

/** Brings an event to what an ARN names: a queue, a function (asynchronously) or the event bus. */
@FunctionalInterface
public interface Delivery {

    void deliver(String arn, String event);
}
