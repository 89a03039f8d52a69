package io.bridge.model.dashboard;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Every query of a dashboard, answered in one response.
 *
 * @param computedAt of the oldest answer in it
 * @param queries by the query's name
 */
public record DashboardAnswer(
    UUID teamId,
    String slug,
    int revision,
    Instant computedAt,
    long bytesProcessed,
    long bytesBilled,
    long costMicros,
    Map<String, QueryAnswer> queries) {}
