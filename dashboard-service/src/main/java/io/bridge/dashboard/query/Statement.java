package io.bridge.dashboard.query;

import java.util.List;
import java.util.UUID;

/**
 * One statement as it is to be run, exactly these characters.
 *
 * @param params each name once
 */
public record Statement(
    UUID teamId,
    UUID connectionId,
    String sql,
    List<BoundParam> params,
    Limits limits,
    Origin origin) {
  public Statement {
    params = List.copyOf(params);
  }
}
