package io.bridge.dashboard.query;

import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.BridgeException;
import java.util.Map;

/**
 * How a query ended.
 *
 * @param answer where it did not fail; else null
 * @param epochs what the answer was computed under; empty where that is not known
 * @param failure null where there is an answer
 */
public record Outcome(
    Statement statement,
    QueryAnswer answer,
    Map<String, String> epochs,
    BridgeException failure) {

  static Outcome answered(Statement statement, QueryAnswer answer, Map<String, String> epochs) {
    return new Outcome(statement, answer, epochs, null);
  }

  static Outcome failed(Statement statement, BridgeException failure) {
    return new Outcome(statement, null, Map.of(), failure);
  }
}
