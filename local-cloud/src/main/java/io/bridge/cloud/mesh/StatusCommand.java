package io.bridge.cloud.mesh;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "status",
    description = "Show each process: state, port, pid, memory. Exit code 1 unless all are ready.")
final class StatusCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Override
  public Integer call() {
    List<Mesh.Part> parts = house.mesh().status();
    if (house.output() == House.Output.json) {
      System.out.println(Parts.json(parts));
    } else {
      parts.forEach(part -> System.out.println(Parts.line(part)));
    }
    return parts.stream().allMatch(Mesh.Part::isReady) ? 0 : 1;
  }
}
