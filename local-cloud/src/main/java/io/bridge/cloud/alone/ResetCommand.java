package io.bridge.cloud.alone;

import java.io.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "reset", description = "Stop local-cloud and delete everything that it keeps.")
final class ResetCommand implements Callable<Integer> {
  @ParentCommand CloudCommands commands;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() {
    Installation installation = commands.installation();
    if (installation.settings().isEmpty()) {
      commands.progress().println("There is nothing to delete.");
      return 0;
    }
    if (!yes && !confirmed(installation.dir())) {
      commands.progress().println("Nothing was deleted. Use --yes where nobody can be asked.");
      return 1;
    }
    installation.delete();
    commands.progress().println("Deleted what local-cloud kept in " + installation.dir());
    return 0;
  }

  private static boolean confirmed(Path dir) {
    Console console = System.console();
    return console != null
        && console.isTerminal()
        && "yes".equals(console.readLine("Delete all data below %s? Type yes: ", dir));
  }
}
