package io.bridge.agent.planner;

import java.util.List;
import java.util.Map;

/**
 * A tile with the query that feeds it.
 *
 * @param id unique in the draft
 * @param uses ids of the columns it groups by; no two charts use the same ones
 * @param tile as the dashboard's file has it, without the query's name
 * @param width wish, in twelfths
 * @param measures output columns of which at least one row must have a value
 * @param leastRows fewer make no picture
 */
record TileDraft(
    String id,
    QueryDraft query,
    List<String> uses,
    Map<String, Object> tile,
    int width,
    List<String> measures,
    int leastRows) {}
