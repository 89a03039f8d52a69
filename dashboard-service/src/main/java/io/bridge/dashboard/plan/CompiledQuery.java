package io.bridge.dashboard.plan;

import io.bridge.dashboard.query.BoundParam;
import io.bridge.dashboard.query.Limits;
import java.time.Duration;
import java.util.List;

/**
 * A query of a dashboard, ready to run.
 *
 * @param id its name in the file
 * @param sql exact text: what it refers to stands in front as common table expressions
 * @param params those that the text uses
 * @param dependencies names of the queries that it refers to, directly or not
 * @param ttl how long its answer may be kept
 */
public record CompiledQuery(
    String id,
    String sql,
    List<BoundParam> params,
    List<String> dependencies,
    Limits limits,
    Duration ttl) {}
