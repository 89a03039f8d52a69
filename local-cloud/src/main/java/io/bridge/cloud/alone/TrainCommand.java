package io.bridge.cloud.alone;

import io.bridge.cloud.process.Jvm;
import io.bridge.cloud.process.StartCaches;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "train",
    hidden = true,
    description = "Make the cache that local-cloud starts from, unless there is one.")
final class TrainCommand implements Callable<Integer> {
  @ParentCommand CloudCommands commands;

  @Override
  public Integer call() {
    Jvm jvm = new Jvm(commands.root(), StartCaches.Use.WRITE);
    if (!StartCaches.of(commands.root()).holds(Installation.NAME, jvm.cloudJar())) {
      new Training(jvm).run(commands.progress()::println);
    }
    return 0;
  }
}
