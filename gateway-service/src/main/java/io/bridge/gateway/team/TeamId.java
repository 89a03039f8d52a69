package io.bridge.gateway.team;

import static io.bridge.model.error.ErrorCode.TEAM_NOT_FOUND;

import java.util.UUID;
import java.util.regex.Pattern;

/** A team's id in a path. */
final class TeamId {
  private static final Pattern FORM =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private TeamId() {}

  /** Text that can be no id names no team: it answers like the id of another's team. */
  static UUID parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw TEAM_NOT_FOUND.with("You are in no team with this id");
    }
    return UUID.fromString(text);
  }
}
