package io.bridge.app;

import io.bridge.app.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bridge help team create}: picocli's own command knows one level only. */
@Command(name = "help", description = "Help about a command.")
final class HelpCommand implements Callable<Integer> {
  private final Run run;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as: team create")
  private List<String> path = new ArrayList<>();

  HelpCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String name : path) {
      command = command.getSubcommands().get(name);
      if (command == null) {
        throw new ParameterException(spec.commandLine(), "There is no command '" + name + "'");
      }
    }
    command.usage(run.surroundings().streams().out());
    return 0;
  }
}
