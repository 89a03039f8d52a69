package io.bridge.dashboard.query;

import java.time.Duration;

/**
 * What one query may take.
 *
 * @param bytes most bytes that it may read
 * @param rows most rows of its answer; more are cut off
 */
public record Limits(long bytes, int rows, Duration timeout) {}
