package dev.scout.proxy.access;

/**
 * What is left of a user's minute.
 *
 * @param granted whether this request is within the limit
 * @param limit requests a minute
 * @param remaining requests that are left until the reset
 * @param resetSeconds until the full limit is there again
 */
record Allowance(boolean granted, int limit, long remaining, long resetSeconds) {}
