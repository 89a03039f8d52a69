package io.bridge.cloud.alone;

import io.bridge.cloud.process.Jvm;
import io.bridge.cloud.process.StartCaches;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "train",
    hidden = true,
    description = "Make the caches that local-cloud and its launcher start from.")
final class TrainCommand implements Callable<Integer> {
  @ParentCommand CloudCommands commands;

  @Override
  public Integer call() {
    StartCaches caches = StartCaches.of(commands.root());
    Jvm starting = new Jvm(commands.root(), StartCaches.Use.READ);
    // Even where local-cloud has its cache this run trains its launcher, which is this process.
    boolean isThere = caches.holds(Installation.NAME, starting.cloudJar());
    Jvm jvm = isThere ? starting : new Jvm(commands.root(), StartCaches.Use.WRITE);
    new Training(jvm).run(commands.progress()::println);
    return 0;
  }
}
