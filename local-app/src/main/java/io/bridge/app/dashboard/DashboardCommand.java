package io.bridge.app.dashboard;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.run.ExitCodes;
import io.bridge.app.run.Run;
import io.bridge.app.team.Teams;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.dashboard.DashboardAnswer;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.dashboard.PlannedQuery;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bridge dashboard}. */
@Command(name = "dashboard", description = "Dashboards: files that say queries and tiles.")
public final class DashboardCommand {
  private static final String TEAM = "Id or slug; where you are in one team only: that one.";
  private static final String SLUG = "The dashboard's name.";

  private final Run run;

  public DashboardCommand(Run run) {
    this.run = run;
  }

  @Command(name = "apply", description = "Store the file; the same file again changes nothing.")
  int apply(
      @Parameters(paramLabel = "FILE", description = "YAML, 256 KiB at most.") Path path,
      @Option(
              names = "--revision",
              paramLabel = "N",
              description = "Only where this is its revision now.")
          Integer revision,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    SourceFile file = read(path);
    Gateway gateway = run.gateway();
    UUID teamId = Teams.choose(gateway, team).id();
    String address = address(file.slug(), "", teamId);
    String etag = revision == null ? null : "\"" + revision + "\"";
    Dashboard saved = located(file, () -> gateway.put(address, file.body(), etag, Dashboard.class));
    run.terminal().show(saved, () -> Tables.of(List.of(saved)));
    run.terminal().note("See it: " + console().page(saved.slug(), teamId));
    return ExitCodes.OK;
  }

  @Command(name = "plan", description = "Say what the file would read; nothing runs or is stored.")
  int plan(
      @Parameters(paramLabel = "FILE", description = "YAML, 256 KiB at most.") Path path,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    SourceFile file = read(path);
    Gateway gateway = run.gateway();
    String address = "/v1/dashboards/plan?team=" + Teams.choose(gateway, team).id();
    DashboardPlan plan =
        located(file, () -> gateway.inspect(address, file.body(), DashboardPlan.class));
    List<PlannedQuery> queries = plan.queries() == null ? List.of() : plan.queries();
    run.terminal().show(plan, () -> Tables.ofPlan(queries));
    List<Problem> errors =
        queries.stream().map(PlannedQuery::error).filter(Objects::nonNull).toList();
    queries.stream().filter(query -> query.error() != null).forEach(this::tell);
    return ExitCodes.of(errors);
  }

  @Command(name = "data", description = "What the dashboard's queries answer.")
  int data(
      @Parameters(paramLabel = "NAME", description = SLUG) String slug,
      @Option(
              names = "--param",
              paramLabel = "NAME=VALUE",
              description =
                  "Value of a parameter; may be repeated. A range has NAME.from and NAME.to.")
          List<String> params,
      @Option(names = "--query", paramLabel = "QUERY", description = "The rows of this one alone.")
          String query,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    String given = parameters(params == null ? List.of() : params);
    UUID teamId = Teams.choose(gateway, team).id();
    if (query == null) {
      String path = address(slug, "/data", teamId) + given;
      return Answers.show(run.terminal(), gateway.getPatiently(path, DashboardAnswer.class));
    }
    String path = address(slug, "/query/" + Console.encoded(query) + "/data", teamId) + given;
    return Answers.show(run.terminal(), query, gateway.getPatiently(path, QueryAnswer.class));
  }

  @Command(name = "list", description = "The team's dashboards.")
  int list(@Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    UUID teamId = Teams.choose(gateway, team).id();
    List<Dashboard> all = gateway.list("/v1/teams/" + teamId + "/dashboards", Dashboard.class);
    run.terminal().show(all, () -> Tables.of(all));
    return ExitCodes.OK;
  }

  @Command(name = "file", description = "The file as it was applied.")
  int file(
      @Parameters(paramLabel = "NAME", description = SLUG) String slug,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    String address = address(slug, "/file", Teams.choose(gateway, team).id());
    byte[] bytes = gateway.file(address, SourceFile.TYPE);
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean seen = run.surroundings().streams().outIsTerminal();
    run.terminal().show(new Applied(slug, text), text, seen);
    return ExitCodes.OK;
  }

  @Command(name = "rm", description = "Remove a dashboard.")
  int remove(
      @Parameters(paramLabel = "NAME", description = SLUG) String slug,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    String address = address(slug, "", Teams.choose(gateway, team).id());
    Dashboard found = gateway.get(address, Dashboard.class);
    gateway.delete(address);
    run.terminal().show(found, () -> Tables.of(List.of(found)));
    run.terminal().note(found.slug() + " is removed.");
    return ExitCodes.OK;
  }

  @Command(name = "open", description = "Show the dashboard in a browser and print its address.")
  int open(
      @Parameters(paramLabel = "NAME", description = SLUG) String slug,
      @Option(names = "--print", description = "Only print the address.") boolean printOnly,
      @Option(names = "--team", paramLabel = "TEAM", description = TEAM) String team) {
    Gateway gateway = run.gateway();
    UUID teamId = Teams.choose(gateway, team).id();
    Dashboard found = gateway.get(address(slug, "", teamId), Dashboard.class);
    URI page = console().page(found.slug(), teamId);
    run.terminal()
        .show(new Link(found.slug(), page.toString()), () -> new TextTable(page.toString()));
    if (!printOnly) {
      run.surroundings().person().open(page);
    }
    return ExitCodes.OK;
  }

  private record Applied(String dashboard, String file) {}

  private record Link(String dashboard, String url) {}

  private SourceFile read(Path path) {
    return SourceFile.read(path, run.surroundings().resolve(path));
  }

  private Console console() {
    return Console.of(run.session());
  }

  private static <T> T located(SourceFile file, Supplier<T> call) {
    try {
      return call.get();
    } catch (BridgeException e) {
      throw file.located(e);
    }
  }

  private void tell(PlannedQuery query) {
    Problem problem = query.error();
    run.terminal().error(query.id() + ": " + problem.detail() + " (" + problem.code() + ")");
  }

  private static String address(String slug, String rest, UUID teamId) {
    return "/v1/dashboards/" + Console.encoded(slug) + rest + "?team=" + teamId;
  }

  private static String parameters(List<String> params) {
    StringBuilder query = new StringBuilder();
    for (String param : params) {
      int equals = param.indexOf('=');
      if (equals < 1) {
        throw INVALID_REQUEST.with("--param takes NAME=VALUE, not " + param);
      }
      query.append("&p.").append(Console.encoded(param.substring(0, equals)));
      query.append('=').append(Console.encoded(param.substring(equals + 1)));
    }
    return query.toString();
  }
}
