package io.bridge.app.connection;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.run.ExitCodes;
import io.bridge.app.run.Run;
import io.bridge.app.source.SmallFile;
import io.bridge.app.team.Teams;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.connection.Connection;
import io.bridge.model.connection.ConnectionStatus;
import io.bridge.model.connection.PermissionCheck;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bridge connection}. */
@Command(name = "connection", description = "Ways into a warehouse, by a service account's key.")
public final class ConnectionCommand {
  private static final String TEAM = "Id or slug; where you are in one team only: that one.";
  private static final String WHICH = "Name or id; where the team has one only: that one.";
  private static final int MOST_BYTES = 16 * 1024;

  private final Run run;

  public ConnectionCommand(Run run) {
    this.run = run;
  }

  @Command(
      name = "add",
      description = {
        "Store the key of a service account.",
        "",
        "FILE is the JSON file that Google gives for a key. It is sent to Bridge, encrypted there"
            + " and never shown again; this app keeps no copy."
      })
  int add(
      @Parameters(paramLabel = "FILE", description = "The key file; 16 KiB at most.") Path file,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              description = "Name of the connection; else the id of the project.")
          String name,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    byte[] key = SmallFile.read(run.surroundings().resolve(file), MOST_BYTES);
    try {
      Gateway gateway = run.gateway();
      UUID teamId = Teams.choose(gateway, team).id();
      tell(gateway.send(Connections.path(teamId) + named(name), key, Connection.class));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    return ExitCodes.OK;
  }

  private static String named(String name) {
    return name == null ? "" : "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private void tell(Connection made) {
    run.terminal().show(made, () -> table(List.of(made)));
    run.terminal()
        .note("The key of " + made.serviceAccount() + " is stored, encrypted. See what it may do:");
    run.terminal().note("  bridge connection validate " + made.name());
  }

  @Command(
      name = "validate",
      description = "Try what the connection's account may do; a connection is of use after that.")
  int validate(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = WHICH) String name,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    Connection chosen = choose(gateway, team, name);
    Connection checked =
        gateway.postAgain(Connections.path(chosen) + "/validate", Connection.class);
    run.terminal().show(checked, () -> checks(checked));
    return told(checked);
  }

  private int told(Connection checked) {
    if (checked.status() == ConnectionStatus.VALIDATED) {
      run.terminal().note(checked.name() + " is ready; its tables are being read.");
      run.terminal().note("  bridge catalog tables, bridge ask \"WHAT\"");
      return ExitCodes.OK;
    }
    run.terminal().error(checked.name() + " does not do what a connection needs.");
    run.terminal().note("  Grant what is missing and validate it again.");
    return ExitCodes.CHECK_FAILED;
  }

  @Command(name = "list", description = "The team's connections.")
  int list(@Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    List<Connection> all = Connections.all(gateway, Teams.choose(gateway, team).id());
    run.terminal().show(all, () -> table(all));
    return ExitCodes.OK;
  }

  @Command(name = "rm", description = "Remove a connection and its key.")
  int remove(
      @Parameters(paramLabel = "NAME", description = "Name or id.") String name,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    Connection chosen = choose(gateway, team, name);
    gateway.delete(Connections.path(chosen));
    run.terminal().show(chosen, () -> table(List.of(chosen)));
    run.terminal().note(chosen.name() + " is removed. Revoke the key at Google as well.");
    return ExitCodes.OK;
  }

  private static Connection choose(Gateway gateway, String team, String name) {
    return Connections.choose(gateway, Teams.choose(gateway, team).id(), name);
  }

  private static TextTable table(List<Connection> connections) {
    TextTable table =
        new TextTable("CONNECTION", "PROJECT", "ACCOUNT", "STATUS", "VALIDATED", "ID");
    connections.forEach(
        c ->
            table.row(
                c.name(), c.projectId(), c.serviceAccount(), c.status(), c.validatedAt(), c.id()));
    return table;
  }

  private static TextTable checks(Connection connection) {
    TextTable table = new TextTable("PERMISSION", "GRANTED", "WHAT TO DO");
    List<PermissionCheck> checks = connection.checks() == null ? List.of() : connection.checks();
    checks.forEach(c -> table.row(c.permission(), c.granted() ? "yes" : "no", c.detail()));
    return table;
  }
}
