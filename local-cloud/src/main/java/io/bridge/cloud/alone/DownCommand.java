package io.bridge.cloud.alone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "down", description = "Stop local-cloud. The data stays.")
final class DownCommand implements Callable<Integer> {
  @ParentCommand CloudCommands commands;

  @Override
  public Integer call() {
    boolean ran = commands.installation().down();
    commands.progress().println(ran ? "Stopped local-cloud" : "Nothing ran.");
    return 0;
  }
}
