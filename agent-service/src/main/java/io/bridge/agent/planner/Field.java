package io.bridge.agent.planner;

/**
 * A column that the planner may use.
 *
 * @param position from 1
 * @param description as the warehouse says, or empty
 */
record Field(String name, int position, Kind kind, String description) {
  String sql(String alias) {
    return alias + "." + Identifiers.quote(name);
  }
}
