package io.bridge.app.account;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.terminal.Terminal;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.identity.Me;
import io.bridge.model.identity.PlatformRole;
import io.bridge.model.identity.TeamRole;
import io.bridge.model.team.Team;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** The signed-in person as it is shown. */
record Account(
    UUID id, String email, URI gateway, List<PlatformRole> roles, List<Membership> teams) {

  record Membership(UUID id, String slug, String name, TeamRole role) {
    static Membership of(Team team) {
      return new Membership(team.id(), team.slug(), team.name(), team.role());
    }
  }

  /** Asks the gateway, which makes the person known at the first time. */
  static Account of(Gateway gateway, URI address) {
    Me me = gateway.get("/v1/me", Me.class);
    List<Team> teams = me.teams() == null ? List.of() : me.teams();
    List<PlatformRole> roles =
        me.roles() == null ? List.of() : me.roles().stream().sorted().toList();
    return new Account(
        me.id(), me.email(), address, roles, teams.stream().map(Membership::of).toList());
  }

  void show(Terminal terminal) {
    terminal.show(this, this::table);
  }

  private TextTable table() {
    TextTable table = new TextTable("SIGNED IN", "AT", "TEAM", "ROLE");
    if (teams.isEmpty()) {
      return table.row(email, gateway, "none yet: bridge team create NAME", null);
    }
    teams.forEach(team -> table.row(email, gateway, team.slug(), team.role()));
    return table;
  }
}
