package io.bridge.agent.planner;

/**
 * A query of the dashboard's file.
 *
 * @param id its name in the file
 */
record QueryDraft(String id, String sql) {}
