package io.bridge.cloud.mesh;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "down", description = "Stop every process of the mesh. The data stays.")
final class DownCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Override
  public Integer call() {
    List<String> stopped = house.mesh().down();
    house
        .progress()
        .println(stopped.isEmpty() ? "Nothing ran." : "Stopped " + String.join(", ", stopped));
    return 0;
  }
}
