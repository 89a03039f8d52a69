package io.bridge.dashboard.bigquery;

/**
 * @param bytesBilled most that may be billed
 * @param rows most rows that are read
 * @param cells most characters in all cells that are read
 */
public record RunLimits(long bytesBilled, int rows, long cells) {}
