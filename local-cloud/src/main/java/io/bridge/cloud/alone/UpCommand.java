package io.bridge.cloud.alone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "up",
    description = "Start local-cloud and wait until it is ready. Twice is harmless.")
final class UpCommand implements Callable<Integer> {
  @ParentCommand CloudCommands commands;

  @Mixin UpOptions options;

  @Override
  public Integer call() {
    Installation installation = commands.installation();
    installation.up(options);
    Status status = Status.of(installation);
    status.lines().forEach(commands.progress()::println);
    commands
        .progress()
        .println("./bridge cloud env tells a client how to find it; ./bridge cloud down stops it");
    if (commands.output == CloudCommands.Output.json) {
      System.out.println(status.json());
    }
    return 0;
  }
}
