package io.bridge.cloud.mesh;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "train",
    description =
        "Make the caches that the processes of the mesh start from. ./bridge build does it too.")
final class TrainCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Override
  public Integer call() {
    Training training = new Training(house.root());
    if (training.isNeeded()) {
      training.run(line -> house.progress().println(line));
    }
    return 0;
  }
}
