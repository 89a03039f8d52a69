package io.bridge.app.ask;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.bridge.app.connection.Connections;
import io.bridge.app.dashboard.Console;
import io.bridge.app.gateway.Gateway;
import io.bridge.app.http.Time;
import io.bridge.app.run.ExitCodes;
import io.bridge.app.run.Run;
import io.bridge.app.team.Teams;
import io.bridge.app.terminal.Terminal;
import io.bridge.app.terminal.TextTable;
import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.NewTask;
import io.bridge.model.agent.TaskResult;
import io.bridge.model.agent.TaskStatus;
import io.bridge.model.error.Problem;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bridge ask}: start a task of the agent and follow it. */
@Command(
    name = "ask",
    description = {
      "Let the agent make a dashboard, and follow it.",
      "",
      "Each step is told on stderr as it comes. Ctrl-C leaves the task running; --task follows it"
          + " again."
    })
public final class AskCommand implements Callable<Integer> {
  private final Run run;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "WHAT", arity = "0..1", description = "What is wanted, in words.")
  private String what;

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Id or slug; where you are in one team only: that one.")
  private String team;

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      description = "Name or id; where the team has one only: that one.")
  private String connection;

  @Option(names = "--dataset", paramLabel = "NAME", description = "Look at this dataset only.")
  private String dataset;

  @Option(names = "--task", paramLabel = "ID", description = "Follow a task that runs already.")
  private UUID taskId;

  @Option(names = "--no-wait", description = "Start it and do not follow it.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long to follow it (${DEFAULT-VALUE}).")
  private long timeoutSeconds;

  /**
   * @param url of the dashboard; null before there is one
   */
  private record Told(@JsonUnwrapped AgentTask task, String url) {}

  public AskCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    if ((what == null || what.isBlank()) == (taskId == null)) {
      throw new ParameterException(
          spec.commandLine(), "Say what is wanted, or which task to follow with --task ID");
    }
    Gateway gateway = run.gateway();
    UUID id = taskId == null ? start(gateway).id() : taskId;
    return show(follow(gateway, id));
  }

  /** The request's id makes it safe to send it again: the same one is the same task. */
  private AgentTask start(Gateway gateway) {
    UUID teamId = Teams.choose(gateway, team).id();
    UUID connectionId =
        connection == null ? null : Connections.choose(gateway, teamId, connection).id();
    NewTask task = new NewTask("dashboard", what, teamId, connectionId, dataset, UUID.randomUUID());
    AgentTask started = gateway.postOnce("/v1/agent/task", task, AgentTask.class);
    terminal().note("task " + started.id());
    return started;
  }

  private AgentTask follow(Gateway gateway, UUID id) {
    Time time = run.surroundings().time();
    long seconds = noWait ? 0 : timeoutSeconds;
    return new TaskWatch(gateway, time, step -> terminal().note("  " + step.text()))
        .follow(id, time.now().plusSeconds(seconds));
  }

  private int show(AgentTask task) {
    String url = url(task);
    terminal().show(new Told(task, url), () -> table(task, url));
    if (task.status() == TaskStatus.FAILED) {
      return tell(task.failure());
    }
    if (TaskWatch.hasEnded(task)) {
      return ExitCodes.OK;
    }
    terminal().note("It goes on. Follow it: bridge ask --task " + task.id());
    return noWait ? ExitCodes.OK : ExitCodes.FAILURE;
  }

  private int tell(Problem failure) {
    if (failure == null) {
      terminal().error("The task failed.");
      return ExitCodes.FAILURE;
    }
    terminal().error(failure.detail() + " (" + failure.code() + ")");
    return ExitCodes.of(failure);
  }

  private String url(AgentTask task) {
    TaskResult result = task.result();
    return result == null ? null : Console.of(run.session()).at(result.path()).toString();
  }

  private static TextTable table(AgentTask task, String url) {
    TaskResult result = task.result();
    return result == null
        ? new TextTable("TASK", "STATUS").row(task.id(), task.status())
        : new TextTable("DASHBOARD", "TITLE", "TILES", "BYTES", "URL")
            .row(result.dashboard(), result.title(), result.tiles(), result.bytes(), url);
  }

  private Terminal terminal() {
    return run.terminal();
  }
}
