package io.bridge.agent.planner;

import java.util.List;
import java.util.Map;

/**
 * A tile with the query that feeds it.
 *
 * @param id unique in the draft
 * @param uses what no other tile of a sheet uses as well
 * @param groups ids of the columns it groups by; those that no other tile shows are preferred
 * @param tile as the dashboard's file has it, without the query's name
 * @param width wish, in twelfths
 * @param measures output columns of which at least one row must have a value
 * @param leastRows fewer make no picture
 */
record TileDraft(
    String id,
    QueryDraft query,
    List<String> uses,
    List<String> groups,
    Map<String, Object> tile,
    int width,
    List<String> measures,
    int leastRows) {}
