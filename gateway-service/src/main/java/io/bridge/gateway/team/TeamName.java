package io.bridge.gateway.team;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import java.util.List;

/** What the annotations on a new team cannot say about its name. */
final class TeamName {
  private TeamName() {}

  /**
   * Fails with {@code INVALID_REQUEST} on half of a surrogate pair, which the database would store
   * as another character, and on control characters, which would break a line of a log or a
   * terminal.
   */
  static void require(String name) {
    if (name.codePoints().anyMatch(TeamName::isRefused)) {
      throw new BridgeException(
          INVALID_REQUEST,
          "The team's name cannot be stored",
          List.of(new Violation("name", "must be text without control characters")));
    }
  }

  private static boolean isRefused(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.SURROGATE || type == Character.CONTROL;
  }
}
