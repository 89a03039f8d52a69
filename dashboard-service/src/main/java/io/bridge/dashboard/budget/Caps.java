package io.bridge.dashboard.budget;

/**
 * What a team may read, in bytes.
 *
 * @param query by one query
 * @param day on one day (UTC), of bytes billed
 */
public record Caps(long query, long day) {}
