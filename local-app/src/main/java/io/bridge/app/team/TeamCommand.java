package io.bridge.app.team;

import io.bridge.app.run.Run;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.team.NewTeam;
import io.bridge.model.team.Team;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bridge team}. */
@Command(name = "team", description = "The groups of people that own data.")
public final class TeamCommand {
  private final Run run;

  public TeamCommand(Run run) {
    this.run = run;
  }

  @Command(name = "create", description = "Make a team; you become its owner.")
  int create(
      @Parameters(paramLabel = "NAME", description = "Name for people.") String name,
      @Option(
              names = "--slug",
              paramLabel = "SLUG",
              description = "Short name, unique; made from the name where it is not given.")
          String slug) {
    Team team = run.gateway().post("/v1/teams", new NewTeam(name, slug), Team.class);
    run.terminal().show(team, () -> table(List.of(team)));
    return 0;
  }

  @Command(name = "list", description = "Your teams.")
  int list() {
    List<Team> teams = Teams.all(run.gateway());
    run.terminal().show(teams, () -> table(teams));
    return 0;
  }

  private static TextTable table(List<Team> teams) {
    TextTable table = new TextTable("TEAM", "NAME", "ROLE", "ID");
    teams.forEach(team -> table.row(team.slug(), team.name(), team.role(), team.id()));
    return table;
  }
}
