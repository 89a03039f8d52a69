package io.bridge.cloud.alone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "status",
    description = "Show state, addresses, pid, memory. Exit code 1 unless it is ready.")
final class StatusCommand implements Callable<Integer> {
  @ParentCommand CloudCommands commands;

  @Override
  public Integer call() {
    Status status = Status.of(commands.installation());
    if (commands.output == CloudCommands.Output.json) {
      System.out.println(status.json());
    } else {
      status.lines().forEach(System.out::println);
    }
    return status.isReady() ? 0 : 1;
  }
}
