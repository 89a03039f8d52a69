package io.bridge.cloud.mesh;

import io.bridge.cloud.process.FileTree;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "reset", description = "Stop the mesh and delete everything that it keeps.")
final class ResetCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() throws IOException {
    Path state = house.state();
    if (!Files.exists(state)) {
      house.progress().println("There is nothing to delete.");
      return 0;
    }
    if (!yes && !confirmed(state)) {
      house.progress().println("Nothing was deleted. Use --yes where nobody can be asked.");
      return 1;
    }
    house.mesh().down();
    FileTree.delete(state, this::isOurs);
    house.progress().println("Deleted " + state);
    return 0;
  }

  /** What {@code ./bridge cloud} keeps has a reset of its own. */
  private boolean isOurs(Path file) {
    Path alone = house.state().resolve("local-cloud");
    return !Files.exists(alone) || !(file.startsWith(alone) || alone.startsWith(file));
  }

  private static boolean confirmed(Path state) {
    Console console = System.console();
    return console != null
        && console.isTerminal()
        && "yes".equals(console.readLine("Delete all data below %s? Type yes: ", state));
  }
}
