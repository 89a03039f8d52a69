package io.bridge.app.team;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;
import static io.bridge.model.error.ErrorCode.TEAM_NOT_FOUND;

import io.bridge.app.gateway.Gateway;
import io.bridge.model.error.BridgeException;
import io.bridge.model.team.Team;
import java.util.List;
import java.util.stream.Collectors;

/** The person's teams. */
public final class Teams {
  private Teams() {}

  static List<Team> all(Gateway gateway) {
    return gateway.list("/v1/teams", Team.class);
  }

  /**
   * The team to work for.
   *
   * @param idOrSlug null: the only team
   * @throws BridgeException {@code TEAM_NOT_FOUND} where there is no such team or none at all,
   *     {@code INVALID_REQUEST} where it must be said which
   */
  public static Team choose(Gateway gateway, String idOrSlug) {
    List<Team> teams = all(gateway);
    if (teams.isEmpty()) {
      throw TEAM_NOT_FOUND.with("You are in no team yet. Make one: bridge team create NAME");
    }
    if (idOrSlug != null) {
      return named(teams, idOrSlug);
    }
    if (teams.size() > 1) {
      throw INVALID_REQUEST.with("Say for which team: --team " + slugs(teams, " or "));
    }
    return teams.getFirst();
  }

  private static Team named(List<Team> teams, String idOrSlug) {
    return teams.stream()
        .filter(team -> idOrSlug.equals(team.slug()) || idOrSlug.equals(team.id().toString()))
        .findFirst()
        .orElseThrow(
            () ->
                TEAM_NOT_FOUND.with(
                    "You are in no team '%s'. Yours: %s".formatted(idOrSlug, slugs(teams, ", "))));
  }

  private static String slugs(List<Team> teams, String between) {
    return teams.stream().map(Team::slug).collect(Collectors.joining(between));
  }
}
