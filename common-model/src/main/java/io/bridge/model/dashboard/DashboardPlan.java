package io.bridge.model.dashboard;

import java.util.List;

/**
 * What a dashboard's file would do; nothing was written and nothing was billed.
 *
 * @param queries in an order in which each comes after those it depends on
 */
public record DashboardPlan(String slug, long bytes, List<PlannedQuery> queries) {}
