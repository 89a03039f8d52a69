package io.bridge.dashboard.query;

import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.BridgeException;
import java.time.Duration;
import java.util.Map;

/**
 * How a query ended.
 *
 * @param answer where it did not fail; else null
 * @param epochs what the answer was computed under; empty where that is not known
 * @param ttl how long the answer may be kept
 * @param failure null where there is an answer
 */
public record Outcome(
    Statement statement,
    QueryAnswer answer,
    Map<String, String> epochs,
    Duration ttl,
    BridgeException failure) {

  static Outcome answered(Statement statement, QueryAnswer answer, Map<String, String> epochs) {
    return new Outcome(statement, answer, epochs, Duration.ZERO, null);
  }

  static Outcome failed(Statement statement, BridgeException failure) {
    return new Outcome(statement, null, Map.of(), Duration.ZERO, failure);
  }
}
