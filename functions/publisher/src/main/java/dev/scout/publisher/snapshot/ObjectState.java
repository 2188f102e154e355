package dev.scout.publisher.snapshot;

/** What stands at a key, compared with the bytes that should. */
enum ObjectState {
    ABSENT,
    SAME,
    OTHER
}
